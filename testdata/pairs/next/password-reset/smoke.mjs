import { createRequire, Module } from 'node:module';
import { mkdtempSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
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
const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };

const mails = [];
const post = http.createServer(async (req, res) => {
  let text = '';
  for await (const chunk of req) text += chunk;
  mails.push(JSON.parse(text));
  res.end('{}');
});
await new Promise((done) => post.listen(0, '127.0.0.1', done));
Object.assign(process.env, {
  MAIL_API_URL: `http://127.0.0.1:${post.address().port}/send`, MAIL_API_KEY: 'smoke', APP_URL: 'http://localhost:3000',
  DB_PATH: path.join(mkdtempSync(path.join(tmpdir(), 'reset-')), 'data.db'),
});

const { NextRequest } = require('next/server');
const call = (name, body) => require(path.join(dir, 'app/api/password', name, 'route.ts')).POST(new NextRequest(
  'http://localhost/api/password/' + name, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
require(path.join(dir, 'lib/db.ts'));
const direct = new (require('better-sqlite3'))(process.env.DB_PATH);
direct.prepare('INSERT INTO users (email, password_hash) VALUES (?, ?)').run('tom@example.com', 'none');

must((await call('forgot', { email: 'nobody@example.com' })).status === 200 && mails.length === 0, 'unknown address');
must((await call('forgot', { email: 'tom@example.com' })).status === 200 && mails.length === 1, 'known address');
must(mails[0].to === 'tom@example.com', 'recipient');
const token = new URL(mails[0].text.match(/http\S+/)[0]).searchParams.get('token');
must((await call('reset', { token, password: 'short' })).status === 400, 'short password');
must((await call('reset', { token, password: 'Long-Enough-88-words' })).status === 200, 'reset');
must(direct.prepare('SELECT password_hash FROM users').get().password_hash !== 'none', 'stored');
must((await call('reset', { token, password: 'Long-Enough-89-words' })).status === 400, 'token works once');
process.exit(0);
