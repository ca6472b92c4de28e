package route_test

import (
	"encoding/json"
	"testing"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/route"
)

// FuzzRoutes: no text makes reading or joining fail, and what one file says passes its own check.
func FuzzRoutes(f *testing.F) {
	for _, s := range []string{
		"const app = require('express')(); app.use('/a', app); app.get('/x', a, b); app.route('/y').get(c).post(d); app.use(app)",
		"const r = Router(); module.exports = r; r.use(r); function f(r) { r.get('/', f); f(r) } f(r)",
		"if (req.user.role !== 'admin') return res.status(403).end(); const x = x; if (x) throw x",
		"fastify.register(async (f) => { f.register(f); f.get('/', { schema: { body: s } }, h) }, { prefix: '/p' })",
	} {
		f.Add("a.js", s, "module.exports = require('./a')")
	}
	f.Add("a.py", "from flask import Flask\napp = Flask(__name__)\n@app.route('/x', methods=['POST'])\n@app.route\ndef f(): return f()\napp.register_blueprint(app)\n", "from a import *\n")
	f.Add("a.py", "from django.urls import include, path\nMIDDLEWARE = ['a.A', 'b.B']\nurlpatterns = [path('', include('a')), path('x', include('b')), path('y', A.as_view())] + urlpatterns\nclass A(B):\n    permission_classes = [A, B]\n    def get_permissions(self):\n        if self.action == 'x': return [A()]\n    @action(detail=True)\n    def x(self, request): pass\n", "from a import *\nclass B(A): pass\nurlpatterns = [path('', include('a'))]\n")
	f.Add("a.py", "from b import U, R\nU = Annotated[U, Depends(f)]\ndef f(u: U, r: R): return f(u)\n@router.get('/x')\ndef h(u: U, r: R): pass\napp.include_router(router, dependencies=[Depends(f)])\n", "from a import *\nR = Annotated[R, Depends()]\nclass R:\n    r: R = Depends(R)\n    def __init__(self, r: R): pass\n")
	f.Add("a.go", "package a\nfunc f(r *gin.Engine) { r.Group(\"/\", f).Use(f).GET(\"/x\", f); f(r); r.Route(\"/\", func(r chi.Router) { r.Mount(\"/\", r) }) }", "package a")
	f.Add("a.java", "@RestController @RequestMapping(\"/x\") class A { @GetMapping(\"/{id}\") @PreAuthorize(\"#id == authentication.name\") A f(@Valid A a) { return f(a); } }", "class B extends A {}")
	f.Fuzz(func(t *testing.T, name, text, other string) {
		language := ""
		for ext := range extensions {
			if len(name) > len(ext) && name[len(name)-len(ext):] == ext {
				language = ext
			}
		}
		if language == "" || len(text)+len(other) > 20_000 {
			return
		}
		show(modelOf(t, map[string][]byte{"a" + language: []byte(text), "b" + language: []byte(other)}))
	})
}

// FuzzCheck: whatever passes Check can be joined.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{"o":[{"n":"app"},{"u":1,"x":"/p"}],"r":[{"o":1,"m":"GET","p":"/x","h":{"r":[{"q":1}]}}],"u":[{"o":0,"s":[{"o":2}]}],"h":[{"o":0,"q":1,"i":0}],"e":[{"n":"rate-limit","a":1,"b":2}]}`))
	f.Add([]byte(`{"o":[{"u":1,"q":1}],"u":[{"o":0,"s":[{"o":1}]}],"r":[{"o":0,"h":{}}],"v":[{"n":"x","s":{"r":[{"q":9}]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var file route.File
		if len(data) > 10_000 || json.Unmarshal(data, &file) != nil || file.Check(1) != nil {
			return
		}
		show(route.NewModel(flow.NewProject([]flow.File{{Path: "a.js", Language: "javascript"}}, nil), []route.File{file}))
	})
}
