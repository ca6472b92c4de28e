import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = path.resolve(process.argv[2]);
const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'avatars-'));
process.env.AVATAR_DIR = tmp;
process.env.AUTH_SECRET = 'smoke-' + 'k'.repeat(40);
const require = createRequire(dir + '/');
const app = require('./server.js');
const token = require('jsonwebtoken').sign({ sub: '7' }, process.env.AUTH_SECRET, { expiresIn: '10m' });
const server = app.listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const form = new FormData();
form.append('avatar', new Blob([png], { type: 'image/png' }), 'me.png');
const auth = { authorization: `Bearer ${token}` };
const up = await fetch(`${base}/users/7/avatar`, { method: 'POST', body: form, headers: auth });
check(up.status === 201, 'upload');
const { avatar } = await up.json();
const shown = await fetch(base + avatar, { headers: auth });
check(shown.status === 200, 'picture');
check((await shown.arrayBuffer()).byteLength === png.length, 'picture length');
const meta = await fetch(`${base}/users/7/avatar`, { headers: auth });
check(meta.status === 200 && (await meta.json()).avatar === avatar, 'meta');
const none = await fetch(`${base}/users/8/avatar`, { headers: auth });
check(none.status === 404, 'no picture');
fs.rmSync(tmp, { recursive: true, force: true });
process.exit(ok ? 0 : 1);
