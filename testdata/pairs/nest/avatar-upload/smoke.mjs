import { createRequire, Module } from 'node:module';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const dir = path.resolve(process.argv[2]);
const require = createRequire(path.join(dir, 'package.json'));
const ts = require('typescript');
Module._extensions['.ts'] = (m, file) => m._compile(ts.transpileModule(readFileSync(file, 'utf8'), {
  fileName: file,
  compilerOptions: { module: 'commonjs', target: 'es2021', experimentalDecorators: true, emitDecoratorMetadata: true },
}).outputText, file);
setTimeout(() => process.exit(1), 9500).unref();
Object.assign(process.env, { JWT_SECRET: 'y'.repeat(40), UPLOAD_DIR: mkdtempSync(path.join(tmpdir(), 'avatars-')) });

const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };
const { build } = require(path.join(dir, 'src/main.ts'));
const app = await build();
await app.listen(0, '127.0.0.1');
const base = `http://127.0.0.1:${app.getHttpServer().address().port}`;
const token = require('jsonwebtoken').sign({ sub: '42' }, process.env.JWT_SECRET, { expiresIn: '5m' });
const headers = { authorization: 'Bearer ' + token };

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const form = new FormData();
form.set('file', new Blob([png], { type: 'image/png' }), 'me.png');
const up = await fetch(base + '/users/42/avatar', { method: 'POST', headers, body: form });
must(up.status === 201, 'upload');
const { url } = await up.json();
const shown = await fetch(base + url);
must(shown.status === 200 && shown.headers.get('content-type') === 'image/png', 'show');
must(Buffer.from(await shown.arrayBuffer()).equals(png), 'content');
must((await fetch(base + '/avatars/nothing-here.png')).status === 404, 'unknown picture');
must((await fetch(base + '/users/42/avatar', { method: 'POST', headers, body: new FormData() })).status === 400, 'no file');
const gone = await fetch(base + '/users/42/avatar', { method: 'DELETE', headers });
must(gone.status === 200 && (await gone.json()).removed === true, 'remove');
await app.close();
process.exit(0);
