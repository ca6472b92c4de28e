import { createRequire, Module } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const dir = path.resolve(process.argv[2]);
const require = createRequire(path.join(dir, 'package.json'));
const ts = require('typescript');
Module._extensions['.ts'] = (m, file) => m._compile(ts.transpileModule(readFileSync(file, 'utf8'), {
  fileName: file,
  compilerOptions: { module: 'commonjs', target: 'es2021', experimentalDecorators: true, emitDecoratorMetadata: true },
}).outputText, file);
setTimeout(() => process.exit(1), 9500).unref();
Object.assign(process.env, { JWT_SECRET: 'x'.repeat(40), WEB_ORIGINS: 'http://localhost:5173', DB_PATH: ':memory:', NODE_ENV: 'test' });

const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };
const { createApp } = require(path.join(dir, 'src/main.ts'));
const app = await createApp();
await app.listen(0, '127.0.0.1');
const base = `http://127.0.0.1:${app.getHttpServer().address().port}`;
const post = (url, body) => fetch(base + url, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'http://localhost:5173' }, body: JSON.stringify(body) });
const me = { email: 'mara@example.com', password: 'Tall-Birch-42-river' };

const created = await post('/auth/register', me);
must(created.status === 201 && (await created.json()).email === me.email, 'register');
must((await post('/auth/login', { ...me, password: 'Wrong-Birch-42-river' })).status === 401, 'wrong password');
const login = await post('/auth/login', me);
must(login.status === 200, 'login');
must(login.headers.get('access-control-allow-origin') === 'http://localhost:5173', 'cors');
const cookie = login.headers.getSetCookie()[0].split(';')[0];
const who = await fetch(base + '/auth/me', { headers: { cookie } });
must(who.status === 200 && (await who.json()).email === me.email, 'me');
must((await fetch(base + '/auth/me')).status === 401, 'me without cookie');
await app.close();
process.exit(0);
