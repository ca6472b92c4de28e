import { createRequire, Module } from 'node:module';
import { createHmac } from 'node:crypto';
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
Object.assign(process.env, { JWT_SECRET: 'z'.repeat(40), CALLBACK_SECRET: 'smoke-' + process.pid, DB_FILE: ':memory:' });

const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };
const app = await require(path.join(dir, 'src/app.ts')).default();
await app.listen(0, '127.0.0.1');
const base = `http://127.0.0.1:${app.getHttpServer().address().port}/payments`;
const token = require('jsonwebtoken').sign({ sub: '1', role: 'admin' }, process.env.JWT_SECRET, { expiresIn: '5m' });
const admin = { authorization: 'Bearer ' + token };

const body = JSON.stringify({ reference: 'demo-1001', status: 'paid' });
const sign = (text) => createHmac('sha256', process.env.CALLBACK_SECRET).update(text).digest('hex');
const call = (signature) => fetch(base + '/callback', { method: 'POST', headers: { 'content-type': 'application/json', 'x-signature': signature }, body });
must((await call(sign('something else'))).status === 403, 'wrong signature');
must((await call(sign(body))).status === 204, 'callback');
const paid = await (await fetch(base + '?status=paid', { headers: admin })).json();
must(paid.length === 1 && paid[0].reference === 'demo-1001', 'list');
const back = await fetch(base + '/return?next=/orders/1001', { redirect: 'manual' });
must(back.status === 302 && back.headers.get('location') === '/orders/1001', 'return');
const refund = await fetch(base + '/demo-1001/refund', { method: 'POST', headers: admin });
must(refund.status === 200 && (await refund.json()).status === 'refunded', 'refund');
await app.close();
process.exit(0);
