package fixer

import (
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// unitOf reads a text in which « » mark a place.
func unitOf(t *testing.T, path, marked string) (*search.Unit, Span) {
	t.Helper()
	languages := map[string]string{"js": "javascript", "mjs": "javascript", "ts": "typescript", "py": "python", "go": "go", "java": "java"}
	start, end := strings.Index(marked, "«"), strings.Index(marked, "»")-len("«")
	text := strings.NewReplacer("«", "", "»", "").Replace(marked)
	l, err := lang.For(languages[path[strings.LastIndexByte(path, '.')+1:]], path)()
	if err != nil {
		t.Fatal(err)
	}
	file, _, err := l.Read(syntax.NewParser(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return &search.Unit{Path: path, Language: l.Name, Text: []byte(text), Table: names.Resolve(file)}, Span{uint32(max(start, 0)), uint32(max(end, 0))}
}

// TestAbsences: what is missing is put where the framework wants it, as the other routes of the project have it.
func TestAbsences(t *testing.T) {
	cases := []struct {
		name, fixer, path, in string
		offer                 string // path, a line break, and a text in which the offer is marked; "=" is the file itself
		around                string
		hints, route          string
		want                  string
	}{
		{"express", "limit-attempts", "a.js", "const express = require('express');\nconst app = express();\n\n«app.post('/login', async (req, res) => {\n  res.end();\n})»;\n", "", "", "", "",
			"const express = require('express');\nconst rateLimit = require('express-rate-limit');\n\nconst attemptLimiter = rateLimit({ windowMs: 15 * 60 * 1000, limit: 10 });\nconst app = express();\n\napp.post('/login', attemptLimiter, async (req, res) => {\n  res.end();\n});\n"},
		{"express, one there", "limit-attempts", "a.mjs", "import express from 'express';\nimport { rateLimit } from 'express-rate-limit';\nconst slow = rateLimit({ limit: 5 });\n«express().post('/login', login)»;\n", "", "", "", "",
			"import express from 'express';\nimport { rateLimit } from 'express-rate-limit';\nconst slow = rateLimit({ limit: 5 });\nexpress().post('/login', slow, login);\n"},
		{"koa", "limit-attempts", "a.mjs", "import Router from '@koa/router';\nconst r = new Router();\n«r.post('/login', stage, (ctx) => {})»;\n", "", "", "", "",
			"import Router from '@koa/router';\nimport ratelimit from 'koa-ratelimit';\n\nconst attemptLimiter = ratelimit({ driver: 'memory', db: new Map(), duration: 15 * 60 * 1000, max: 10, id: (ctx) => ctx.ip });\nconst r = new Router();\nr.post('/login', stage, attemptLimiter, (ctx) => {});\n"},
		{"fastify", "limit-attempts", "a.js", "'use strict';\n\nmodule.exports = async function (fastify) {\n  const x = 1;\n  «fastify.post('/login', { schema }, async (request, reply) => {})»;\n};\n", "", "", "", "",
			"'use strict';\nconst rateLimit = require('@fastify/rate-limit');\n\nmodule.exports = async function (fastify) {\n  const x = 1;\n  await fastify.register(rateLimit, { global: false });\n  fastify.post('/login', { schema, config: { rateLimit: { max: 10, timeWindow: '15 minutes' } } }, async (request, reply) => {});\n};\n"},
		{"fastify, not async", "limit-attempts", "a.js", "module.exports = function (fastify, o, done) {\n  «fastify.post('/login', async (request, reply) => {})»;\n};\n", "", "", "", "", "!register @fastify/rate-limit"},
		{"next", "limit-attempts", "app/api/login/route.ts", "import { db } from '@/lib/db';\n\n«export async function POST(req: Request) {\n  return db.login(req);\n}»\n", "", "", "", "",
			"import { db } from '@/lib/db';\nimport { RateLimiterMemory } from 'rate-limiter-flexible';\n\nconst attemptLimiter = new RateLimiterMemory({ points: 10, duration: 15 * 60 });\n\nexport async function POST(req: Request) {\n  try {\n    await attemptLimiter.consume(req.headers.get('x-forwarded-for')?.split(',')[0] ?? 'unknown');\n  } catch {\n    return Response.json({ error: 'too many attempts' }, { status: 429 });\n  }\n  return db.login(req);\n}\n"},
		{"flask", "limit-attempts", "a.py", "from flask import Flask\n\napp = Flask(__name__)\n\n\n«@app.post(\"/login\")»\ndef login():\n    return \"\"\n", "", "", "", "",
			"from flask import Flask\nfrom flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address\n\napp = Flask(__name__)\nlimiter = Limiter(get_remote_address, app=app)\n\n\n@app.post(\"/login\")\n@limiter.limit(\"10 per 15 minutes\")\ndef login():\n    return \"\"\n"},
		{"flask blueprint", "limit-attempts", "a.py", "from flask import Blueprint\n\nbp = Blueprint('a', __name__)\n\n\n«@bp.post('/login')»\ndef login():\n    return ''\n", "", "", "", "",
			"from flask import Blueprint\nfrom flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address\n\nbp = Blueprint('a', __name__)\nlimiter = Limiter(get_remote_address)\nbp.record_once(lambda state: limiter.init_app(state.app))\n\n\n@bp.post('/login')\n@limiter.limit('10 per 15 minutes')\ndef login():\n    return ''\n"},
		{"fastapi", "limit-attempts", "a.py", "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n«@app.post(\"/login\")»\nasync def login(form: Form):\n    return 1\n", "", "", "", "",
			"from fastapi import FastAPI, Request\nfrom slowapi import Limiter\nfrom slowapi.util import get_remote_address\n\napp = FastAPI()\nlimiter = Limiter(key_func=get_remote_address)\n\n\n@app.post(\"/login\")\n@limiter.limit(\"10 per 15 minutes\")\nasync def login(request: Request, form: Form):\n    return 1\n"},
		{"django", "limit-attempts", "urls.py", "from django.urls import path\n\nurlpatterns = [\n    «path(\"token/\", Token.as_view())»,\n]\n", "", "", "", "",
			"from django.urls import path\nfrom django_ratelimit.decorators import ratelimit\n\nurlpatterns = [\n    path(\"token/\", ratelimit(key=\"ip\", rate=\"10/15m\", block=True)(Token.as_view())),\n]\n"},
		{"net/http", "limit-attempts", "a.go", "package a\n\nimport (\n\t\"net/http\"\n)\n\nfunc f(mux *http.ServeMux) {\n\t«mux.HandleFunc(\"POST /login\", login)»\n}\n", "", "", "", "",
			"package a\n\nimport (\n\t\"net/http\"\n\t\"time\"\n\n\t\"github.com/go-chi/httprate\"\n)\n\nfunc f(mux *http.ServeMux) {\n\tmux.Handle(\"POST /login\", httprate.LimitByIP(10, 15*time.Minute)(http.HandlerFunc(login)))\n}\n"},
		{"echo", "limit-attempts", "a.go", "package a\n\nimport (\n\t\"time\"\n\n\t\"github.com/labstack/echo/v4\"\n\t\"github.com/labstack/echo/v4/middleware\"\n)\n\nfunc f(e *echo.Echo) {\n\t«e.POST(\"/login\", login)»\n}\n", "", "", "", "",
			"package a\n\nimport (\n\t\"time\"\n\n\t\"github.com/labstack/echo/v4\"\n\t\"github.com/labstack/echo/v4/middleware\"\n)\n\nfunc f(e *echo.Echo) {\n\te.POST(\"/login\", login, middleware.RateLimiter(middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{Rate: 1.0 / 90, Burst: 10, ExpiresIn: 15 * time.Minute})))\n}\n"},
		{"spring", "limit-attempts", "A.java", "class A {\n    «@PostMapping(\"/login\")»\n    void login() {}\n}\n", "", "", "", "", "!limit attempts for each address"},

		{"middleware of the file", "guard-reuse", "a.js", "const express = require('express');\nfunction signedIn(req, res, next) { next(); }\nconst app = express();\napp.get('/a', signedIn, show);\n«app.delete('/a', remove)»;\n", "=\nconst express = require('express');\nfunction signedIn(req, res, next) { next(); }\nconst app = express();\napp.get('/a', «signedIn», show);\napp.delete('/a', remove);\n", "", "", "",
			"const express = require('express');\nfunction signedIn(req, res, next) { next(); }\nconst app = express();\napp.get('/a', signedIn, show);\napp.delete('/a', signedIn, remove);\n"},
		{"middleware of another file", "guard-reuse", "src/routes/b.js", "const express = require('express');\nconst r = express.Router();\n«r.delete('/b', (req, res) => {})»;\n", "src/app.js\nconst { signedIn } = require('./auth');\napp.use('/a', «signedIn», a);\n", "", "", "",
			"const express = require('express');\nconst { signedIn } = require('../auth');\nconst r = express.Router();\nr.delete('/b', signedIn, (req, res) => {});\n"},
		{"a function where it is used", "guard-reuse", "a.js", "const app = require('express')();\n«app.delete('/b', (req, res) => {})»;\n", "b.js\napp.use(«(req, res, next) => next()»);\n", "", "", "", "!written where it is used"},
		{"a variable of another function", "guard-reuse", "a.js", "const app = require('express')();\n«app.delete('/b', (req, res) => {})»;\n", "b.js\nfunction f(secret) {\n  app.use(«auth(secret)»);\n}\n", "", "", "", "!not known here"},
		{"hook", "guard-reuse", "a.js", "const fastify = require('fastify')();\nasync function admin(request, reply) {}\nfastify.route({ method: 'GET', url: '/a', onRequest: admin, handler });\n«fastify.route({\n  method: 'PUT',\n  url: '/a',\n  handler,\n})»;\n", "=\nconst fastify = require('fastify')();\nasync function admin(request, reply) {}\nfastify.route({ method: 'GET', url: '/a', onRequest: «admin», handler });\nfastify.route({\n  method: 'PUT',\n  url: '/a',\n  handler,\n});\n", "", "", "",
			"const fastify = require('fastify')();\nasync function admin(request, reply) {}\nfastify.route({ method: 'GET', url: '/a', onRequest: admin, handler });\nfastify.route({\n  method: 'PUT',\n  url: '/a',\n  handler,\n  onRequest: admin,\n});\n"},
		{"nest", "guard-reuse", "a.controller.ts", "import { UseGuards, Get, Delete } from '@nestjs/common';\nimport { G } from './g';\nclass A {\n  @Get()\n  @UseGuards(G)\n  a() {}\n\n  «@Delete()\n  b() {}»\n}\n", "=\nimport { UseGuards, Get, Delete } from '@nestjs/common';\nimport { G } from './g';\nclass A {\n  @Get()\n  @UseGuards(«G»)\n  a() {}\n\n  @Delete()\n  b() {}\n}\n", "", "", "",
			"import { UseGuards, Get, Delete } from '@nestjs/common';\nimport { G } from './g';\nclass A {\n  @Get()\n  @UseGuards(G)\n  a() {}\n\n  @UseGuards(G)\n  @Delete()\n  b() {}\n}\n"},
		{"decorator", "guard-reuse", "a.py", "from flask import Flask\nfrom .auth import signed_in\n\n\n@app.get('/a')\n@signed_in\ndef a():\n    pass\n\n\n«@app.delete('/a')»\ndef b():\n    pass\n", "=\nfrom flask import Flask\nfrom .auth import signed_in\n\n\n@app.get('/a')\n@«signed_in»\ndef a():\n    pass\n\n\n@app.delete('/a')\ndef b():\n    pass\n", "", "", "",
			"from flask import Flask\nfrom .auth import signed_in\n\n\n@app.get('/a')\n@signed_in\ndef a():\n    pass\n\n\n@app.delete('/a')\n@signed_in\ndef b():\n    pass\n"},
		{"parameter", "guard-reuse", "a.py", "from fastapi import Depends, FastAPI\n\n\n@app.get('/a')\ndef a(user: User = Depends(who)):\n    pass\n\n\n«@app.delete('/a')»\ndef b(id: int):\n    pass\n\n\ndef who():\n    pass\n\n\nclass User:\n    pass\n", "=\nfrom fastapi import Depends, FastAPI\n\n\n@app.get('/a')\ndef a(«user: User = Depends(who)»):\n    pass\n\n\n@app.delete('/a')\ndef b(id: int):\n    pass\n\n\ndef who():\n    pass\n\n\nclass User:\n    pass\n", "", "", "",
			"from fastapi import Depends, FastAPI\n\n\n@app.get('/a')\ndef a(user: User = Depends(who)):\n    pass\n\n\n@app.delete('/a')\ndef b(id: int, user: User = Depends(who)):\n    pass\n\n\ndef who():\n    pass\n\n\nclass User:\n    pass\n"},
		{"parameter of a function that is called", "guard-reuse", "a.py", "from fastapi import Depends, FastAPI\n\n\n@app.get('/a')\ndef a(user=Depends(who)):\n    return b(1)\n\n\n«@app.delete('/a')»\ndef b(id: int):\n    pass\n", "=\nfrom fastapi import Depends, FastAPI\n\n\n@app.get('/a')\ndef a(«user=Depends(who)»):\n    return b(1)\n\n\n@app.delete('/a')\ndef b(id: int):\n    pass\n", "", "", "", "!called elsewhere"},
		{"group", "guard-reuse", "a.go", "package a\n\nfunc f(r *gin.Engine, key []byte) {\n\tg := r.Group(\"/a\", signedIn(key))\n\t«r.DELETE(\"/b\", remove)»\n}\n", "=\npackage a\n\nfunc f(r *gin.Engine, key []byte) {\n\tg := r.Group(\"/a\", «signedIn(key)»)\n\tr.DELETE(\"/b\", remove)\n}\n", "", "github.com/gin-gonic/gin v1", "",
			"package a\n\nfunc f(r *gin.Engine, key []byte) {\n\tg := r.Group(\"/a\", signedIn(key))\n\tr.DELETE(\"/b\", signedIn(key), remove)\n}\n"},
		{"keyword of what registers", "guard-reuse", "a.py", "from rest_framework.decorators import action\nfrom p import Admin\n\n\nclass V:\n    «@action(detail=True)»\n    def a(self, request):\n        pass\n\n    @action(detail=False, permission_classes=[Admin])\n    def b(self, request):\n        pass\n", "=\nfrom rest_framework.decorators import action\nfrom p import Admin\n\n\nclass V:\n    @action(detail=True)\n    def a(self, request):\n        pass\n\n    @action(detail=False, permission_classes=[«Admin»])\n    def b(self, request):\n        pass\n", "", "", "",
			"from rest_framework.decorators import action\nfrom p import Admin\n\n\nclass V:\n    @action(detail=True, permission_classes=[Admin])\n    def a(self, request):\n        pass\n\n    @action(detail=False, permission_classes=[Admin])\n    def b(self, request):\n        pass\n"},
		{"parameter of an expression", "guard-reuse", "A.java", "class A {\n    @PreAuthorize(\"@t.owns(#id)\")\n    @GetMapping(\"/a/{id}\")\n    void a(Long id) {}\n\n    «@DeleteMapping(\"/b\")»\n    void b() {}\n}\n", "=\nclass A {\n    «@PreAuthorize(\"@t.owns(#id)\")»\n    @GetMapping(\"/a/{id}\")\n    void a(Long id) {}\n\n    @DeleteMapping(\"/b\")\n    void b() {}\n}\n", "", "", "", "!asks about the parameter id"},
		{"nobody asks", "guard-reuse", "a.js", "«app.delete('/b', f)»;\n", "", "", "", "", "!no other route"},

		{"role of a token", "role-check", "a.js", "const express = require('express');\n«r.get('/admin/users', async (req, res) => {\n  res.json(await all());\n})»;\n", "", "const t = jwt.sign({ id, role: user.role }, key);\nreq.user = jwt.verify(token, key);\nif (role === 'admin') x();\n", "", "GET /admin/users",
			"const express = require('express');\nr.get('/admin/users', async (req, res) => {\n  if (req.user.role !== 'admin') {\n    return res.status(403).json({ error: 'forbidden' });\n  }\n  res.json(await all());\n});\n"},
		{"no role", "role-check", "a.js", "const express = require('express');\n«r.get('/admin/users', async (req, res) => {\n  res.json(await all());\n})»;\n", "", "const t = jwt.sign({ id }, key);\n", "", "GET /admin/users", "!nothing here shows which role"},
		{"role of a row", "role-check", "a.py", "from flask import g\n\n\n«@app.get(\"/admin/users\")»\ndef users():\n    return all()\n", "", "if not g.user[\"is_admin\"]:\n", "", "GET /admin/users",
			"from flask import g, abort\n\n\n@app.get(\"/admin/users\")\ndef users():\n    if not g.user[\"is_admin\"]:\n        abort(403)\n    return all()\n"},
		{"role in a context", "role-check", "a.go", "package a\n\nimport \"net/http\"\n\nfunc f(r *gin.Engine) {\n\t«r.GET(\"/admin/a\", list(db))»\n}\n", "", "c.Set(\"role\", claims.Role)\n", "github.com/gin-gonic/gin v1", "GET /admin/a",
			"package a\n\nimport \"net/http\"\n\nfunc f(r *gin.Engine) {\n\tr.GET(\"/admin/a\", func(c *gin.Context) {\n\t\tif c.GetString(\"role\") != \"admin\" {\n\t\t\tc.AbortWithStatus(http.StatusForbidden)\n\t\t}\n\t}, list(db))\n}\n"},

		{"predicate", "owner-check", "a.js", "r.get('/', (req, res) => pool.query('SELECT a FROM t WHERE owner_id = $1 AND b = $2', [req.user.id, 1], cb));\nr.get('/:id', (req, res) => pool.query('SELECT a FROM t WHERE id = $1', [«req.params.id»], cb));\n", "", "", "", "",
			"r.get('/', (req, res) => pool.query('SELECT a FROM t WHERE owner_id = $1 AND b = $2', [req.user.id, 1], cb));\nr.get('/:id', (req, res) => pool.query('SELECT a FROM t WHERE id = $1 AND owner_id = $2', [req.params.id, req.user.id], cb));\n"},
		{"predicate from an insert", "owner-check", "a.go", "package a\n\nfunc (s S) add(w W, r *R) {\n\ts.db.Exec(\"INSERT INTO t (user_id, b) VALUES (?, ?)\", userOf(r), 1)\n}\n\nfunc (s S) del(w W, r *R) {\n\ts.db.Exec(\"DELETE FROM t WHERE id = ?\", «r.PathValue(\"id\")»)\n}\n", "", "", "", "",
			"package a\n\nfunc (s S) add(w W, r *R) {\n\ts.db.Exec(\"INSERT INTO t (user_id, b) VALUES (?, ?)\", userOf(r), 1)\n}\n\nfunc (s S) del(w W, r *R) {\n\ts.db.Exec(\"DELETE FROM t WHERE id = ? AND user_id = ?\", r.PathValue(\"id\"), userOf(r))\n}\n"},
		{"of another table", "owner-check", "a.js", "r.get('/', (req, res) => pool.query('SELECT a FROM u WHERE owner_id = $1', [req.user.id]));\nr.get('/:id', (req, res) => pool.query('SELECT a FROM t WHERE id = $1', [«req.params.id»], cb));\n", "", "", "", "", "!nothing here shows whose"},
		{"owner from the request", "owner-check", "a.js", "r.get('/', (req, res) => pool.query('SELECT a FROM t WHERE owner_id = $1', [req.query.owner]));\nr.get('/:id', (req, res) => pool.query('SELECT a FROM t WHERE id = $1', [«req.params.id»], cb));\n", "", "", "", "", "!nothing here shows whose"},
		{"or", "owner-check", "a.js", "r.get('/', (req, res) => pool.query('SELECT a FROM t WHERE owner_id = $1', [req.user.id]));\nr.get('/:id', (req, res) => pool.query('SELECT a FROM t WHERE id = $1 OR c = 1', [«req.params.id»], cb));\n", "", "", "", "", "!nothing here shows whose"},
		{"filter", "owner-check", "a.js", "app.get('/', async (request) => db('t').where({ personId: request.user.id }));\napp.delete('/:id', async (request) => db('t').where({ id: «request.params.id» }).del());\n", "", "", "", "",
			"app.get('/', async (request) => db('t').where({ personId: request.user.id }));\napp.delete('/:id', async (request) => db('t').where({ id: request.params.id, personId: request.user.id }).del());\n"},
		{"keyword", "owner-check", "a.py", "def a(request, pk):\n    return get_object_or_404(T, pk=«pk»)\n\n\ndef b(request, pk):\n    return get_object_or_404(T, pk=pk, author=request.user)\n", "", "", "", "",
			"def a(request, pk):\n    return get_object_or_404(T, pk=pk, author=request.user)\n\n\ndef b(request, pk):\n    return get_object_or_404(T, pk=pk, author=request.user)\n"},

		{"body", "validate-input", "a.js", "const express = require('express');\n«r.post('/a', async (req, res) => {\n  const { name, amount, tags, userId } = req.body;\n  await db.add(name, amount, tags.map(String), userId);\n})»;\n", "", "", "", "",
			"const express = require('express');\nr.post('/a', async (req, res) => {\n  const { name, amount, tags, userId } = req.body;\n  if (typeof name !== 'string' || name.length > 1000 ||\n    !Number.isFinite(amount) || amount < 0 ||\n    !Array.isArray(tags) || tags.length > 100 ||\n    !['string', 'number'].includes(typeof userId) || String(userId).length > 100) {\n    return res.status(400).json({ error: 'invalid input' });\n  }\n  await db.add(name, amount, tags.map(String), userId);\n});\n"},
		{"body as a whole", "validate-input", "a.js", "const express = require('express');\n«r.post('/a', (req, res) => db.add(req.body))»;\n", "", "", "", "", "!describe the body"},
		{"hash and check", "password-hash", "a.py", "import hashlib, hmac\nfrom flask import Flask\n\n\ndef digest(p):\n    return «hashlib.sha256(p.encode())».hexdigest()\n\n\ndef login(row, p):\n    return hmac.compare_digest(row[\"h\"], digest(p))\n", "", "", "", "",
			"import hashlib, hmac\nfrom flask import Flask\nfrom werkzeug.security import check_password_hash, generate_password_hash\n\n\ndef digest(p):\n    return generate_password_hash(p)\n\n\ndef login(row, p):\n    return check_password_hash(row[\"h\"], p)\n"},
		{"checked in another file", "password-hash", "a.js", "const crypto = require('crypto');\nfunction digest(p) {\n  return crypto.createHash('sha256').update(«p»).digest('hex');\n}\nmodule.exports = { digest };\n", "", "if (digest(req.body.password) !== user.hash) fail();\n", "", "", "!compared elsewhere"},
		{"stored in plain", "password-hash", "a.py", "import x\n\n\ndef f(request, link):\n    if «request.POST[\"password\"] != link.password»:\n        pass\n", "", "", "", "", "!stored as it is"},
	}
	for _, c := range cases {
		t.Run(c.fixer+"/"+c.name, func(t *testing.T) {
			u, span := unitOf(t, c.path, c.in)
			req := &Request{Unit: u, Span: span, Hints: c.hints, Route: c.route}
			if path, text, ok := strings.Cut(c.offer, "\n"); ok {
				if path == "=" {
					path = c.path
				}
				other, at := unitOf(t, path, text)
				req.Offers = []Offer{{Unit: other, Span: at}}
			}
			if c.around != "" {
				req.Around = []Text{{"around.js", []byte(c.around)}}
			}
			f, ok := Find(c.fixer)
			if !ok {
				t.Fatal("no such fixer")
			}
			p, err := f.Apply(req)
			if why, refused := strings.CutPrefix(c.want, "!"); refused {
				if err == nil || !strings.Contains(err.Error(), why) {
					t.Errorf("want the refusal %q, got %v %+v", why, err, p)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if p.Safe {
				t.Error("nobody is asked to look at it")
			}
			got := string(u.Text)
			for i := len(p.Edits) - 1; i >= 0; i-- {
				e := p.Edits[i]
				got = got[:e.Start] + e.New + got[e.End:]
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
