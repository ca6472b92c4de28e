import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const listen = (s) => new Promise((r) => s.listen(0, '127.0.0.1', () => r(s.address().port)));
const upstream = http.createServer((req, res) => {
  if (req.url !== '/one.png') { res.statusCode = 404; return res.end('no'); }
  res.setHeader('content-type', 'image/png');
  res.end(png);
});
const origin = `http://127.0.0.1:${await listen(upstream)}`;
process.env.IMAGE_ORIGINS = origin;
process.env.SITE_ORIGINS = 'https://www.example.org';

const dir = path.resolve(process.argv[2]);
const { app } = await import(pathToFileURL(path.join(dir, 'index.js')).href);
const base = `http://127.0.0.1:${await listen(http.createServer(app))}`;

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const headers = { origin: 'https://www.example.org' };
for (const round of [1, 2]) {
  const r = await fetch(`${base}/img?url=${encodeURIComponent(origin + '/one.png')}`, { headers });
  check(r.status === 200 && r.headers.get('content-type').startsWith('image/png'), `image ${round}`);
  check((await r.arrayBuffer()).byteLength === png.length, `length ${round}`);
  check(r.headers.get('access-control-allow-origin') === 'https://www.example.org', 'cors');
}
const gone = await fetch(`${base}/img?url=${encodeURIComponent(origin + '/two.png')}`);
check(gone.status === 502, 'missing image');
const status = await fetch(`${base}/status`);
check(status.status === 200 && (await status.json()).cached === 1, 'status');
process.exit(ok ? 0 : 1);
