import { createRequire, Module } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const dir = path.resolve(process.argv[2]);
const require = createRequire(path.join(dir, 'package.json'));
const ts = require('typescript');
Module._extensions['.ts'] = (m, file) => m._compile(ts.transpileModule(readFileSync(file, 'utf8'), {
  fileName: file, compilerOptions: { module: 'commonjs', target: 'es2021', esModuleInterop: true },
}).outputText, file);
const resolve = Module._resolveFilename;
Module._resolveFilename = function (id, ...rest) {
  return resolve.call(this, id.startsWith('@/') ? path.join(dir, id.slice(2)) : id, ...rest);
};
setTimeout(() => process.exit(1), 9500).unref();
Object.assign(process.env, { SESSION_SECRET: 's'.repeat(40), DATABASE_FILE: ':memory:' });

const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };
const { NextRequest } = require('next/server');
const route = (name) => require(path.join(dir, 'app/api', name, 'route.ts'));
const request = (url, init) => new NextRequest('http://localhost' + url, init);
const post = (url, body) => request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const me = { email: 'ines@example.com', password: 'Quiet-Maple-77-stone' };

must((await route('register').POST(post('/api/register', { ...me, name: 'Ines' }))).status === 201, 'register');
must((await route('login').POST(post('/api/login', { ...me, password: 'Other-Maple-77-stone' }))).status === 401, 'wrong password');
const login = await route('login').POST(post('/api/login', me));
must(login.status === 200, 'login');
const cookie = login.headers.getSetCookie()[0].split(';')[0];
const who = await route('me').GET(request('/api/me', { headers: { cookie } }));
must(who.status === 200 && (await who.json()).email === me.email, 'me');
must((await route('me').GET(request('/api/me'))).status === 401, 'me without session');
const { middleware } = require(path.join(dir, 'middleware.ts'));
const away = await middleware(request('/dashboard'));
must(away.status === 307 && away.headers.get('location') === 'http://localhost/login', 'middleware without session');
must((await middleware(request('/dashboard', { headers: { cookie } }))).headers.get('x-middleware-next') === '1', 'middleware');
process.exit(0);
