import { createRequire, Module } from 'node:module';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';
import path from 'node:path';

const dir = path.resolve(process.argv[2]);
const require = createRequire(path.join(dir, 'package.json'));
const ts = require('typescript');
Module._extensions['.ts'] = (m, file) => m._compile(ts.transpileModule(readFileSync(file, 'utf8'), {
  fileName: file,
  compilerOptions: { module: 'commonjs', target: 'es2021', experimentalDecorators: true, emitDecoratorMetadata: true },
}).outputText, file);
setTimeout(() => process.exit(1), 9500).unref();
const key = 'smoke-' + process.pid;
Object.assign(process.env, { REPORTS_API_KEY: key, REPORTS_DIR: mkdtempSync(path.join(tmpdir(), 'reports-')) });

const must = (ok, what) => { if (!ok) { console.error('failed: ' + what); process.exit(1); } };
const { start } = require(path.join(dir, 'src/main.ts'));
const app = await start(0);
const base = `http://localhost:${app.getHttpServer().address().port}`;
const headers = { 'x-api-key': key, 'content-type': 'application/json' };
const body = JSON.stringify({ title: 'Sales March', rows: [{ label: 'north', value: 12 }, { label: 'south', value: 30 }] });

const made = await fetch(base + '/reports', { method: 'POST', headers, body });
must(made.status === 201, 'create');
const { archive } = await made.json();
must(/^sales-march-\d+\.tar\.gz$/.test(archive), 'archive name');
const got = await fetch(`${base}/reports/${archive}`, { headers });
must(got.status === 200, 'download');
must(gunzipSync(Buffer.from(await got.arrayBuffer())).includes('Total: 42'), 'content');
must((await fetch(base + '/reports/none-1.tar.gz', { headers })).status === 404, 'unknown report');
must((await fetch(`${base}/reports/${archive}`, { headers: { 'x-api-key': 'another' } })).status === 403, 'other key');
await app.close();
process.exit(0);
