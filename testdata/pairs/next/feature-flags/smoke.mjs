import { createRequire, Module } from 'node:module';
import { readFileSync } from 'node:fs';
import http from 'node:http';
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
Object.assign(process.env, { SESSION_PASSWORD: 'p'.repeat(40), FLAGS_DB: ':memory:' });

const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };
const load = (file) => require(path.join(dir, file));
const { sealData } = require('iron-session');
const { sessionOptions } = load('lib/session.ts');
const session = async (user) => `${sessionOptions.cookieName}=` + await sealData({ user }, { password: sessionOptions.password });

// the parts of a pages/api server that the handlers use
const server = http.createServer(async (req, res) => {
  const parts = req.url.split('/').slice(3);
  const file = parts.length === 0 ? 'index.ts' : parts.length === 1 ? '[key]/index.ts' : '[key]/toggle.ts';
  let text = '';
  for await (const chunk of req) text += chunk;
  req.query = { key: parts[0] };
  req.body = text ? JSON.parse(text) : undefined;
  res.status = (code) => { res.statusCode = code; return res; };
  res.json = (value) => { res.setHeader('content-type', 'application/json'); res.end(JSON.stringify(value)); };
  await load('pages/api/flags/' + file).default(req, res);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}/api/flags`;
const admin = await session({ id: 1, plan: 'pro', country: 'DE', isAdmin: true });
const member = await session({ id: 2, plan: 'free', country: 'FR', isAdmin: false });
const call = (url, method, cookie, body) => fetch(base + url, { method, headers: { cookie, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });

const put = await call('/checkout', 'PUT', admin, { rule: "user.plan === 'pro' && user.country === 'DE'", settings: { color: 'blue', limits: { items: 5 } } });
must(put.status === 200, 'put');
const more = await call('/checkout', 'PUT', admin, { rule: "user.plan === 'pro' && user.country === 'DE'", settings: { limits: { days: 2 } } });
must(more.status === 200, 'put again');
must((await (await call('/checkout/toggle', 'POST', admin)).json()).enabled === 1, 'toggle');
const mine = await (await call('', 'GET', admin)).json();
must(mine.checkout?.limits.items === 5 && mine.checkout.limits.days === 2, 'rule and settings');
must(Object.keys(await (await call('', 'GET', member)).json()).length === 0, 'other user');
must((await call('', 'GET', '')).status === 401, 'no session');
process.exit(0);
