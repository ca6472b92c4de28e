import { createRequire } from 'node:module';
import path from 'node:path';

Object.assign(process.env, { TRUST_PROXY: '1', COOKIE_KEYS: 'smoke-' + 'c'.repeat(40) });
delete process.env.PROFILE_DB;
const require = createRequire(path.resolve(process.argv[2]) + '/');
await require('./db.js').ready;
const server = require('./app.js').listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const jar = new Map();
let csrf;
const call = async (method, url, body) => {
  const r = await fetch(base + url, {
    method,
    body: body && JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'x-forwarded-proto': 'https',
      origin: base,
      'sec-fetch-site': 'same-origin',
      cookie: [...jar].map((c) => c.join('=')).join('; '),
      ...(csrf && { 'x-csrf-token': csrf }),
    },
  });
  for (const line of r.headers.getSetCookie()) {
    const [pair] = line.split(';');
    jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  }
  return r;
};
const hello = await call('GET', '/csrf');
if (hello.status === 200) csrf = (await hello.json()).token;
const account = { email: 'noa@example.org', password: 'Green-Kettle-5050-no' };
check((await call('POST', '/join', account)).status === 201, 'join');
check((await call('POST', '/login', account)).status === 200, 'login');
check((await call('PUT', '/profile', { name: 'Noa', bio: 'Climbs.' })).status === 200, 'update');
const profile = await call('GET', '/profile');
check(profile.status === 200 && (await profile.json()).name === 'Noa', 'profile');
check((await call('POST', '/logout', {})).status === 204, 'logout');
check((await call('GET', '/profile')).status === 401, 'after logout');
process.exit(ok ? 0 : 1);
