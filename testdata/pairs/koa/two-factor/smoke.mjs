import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const dir = path.resolve(process.argv[2]);
process.env.TWO_FACTOR_KEY = 'smoke-' + 't'.repeat(40);
const { authenticator } = createRequire(dir + '/')('otplib');
const { default: app } = await import(pathToFileURL(path.join(dir, 'app.mjs')).href);
const server = app.listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const call = async (method, url, body, token) => {
  const r = await fetch(base + url, { method, body: body && JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) } });
  const text = await r.text();
  return { status: r.status, json: text.startsWith('{') ? JSON.parse(text) : {} };
};
const account = { email: 'kim@example.org', password: 'Early-Train-0707-yes' };
check((await call('POST', '/signup', account)).status === 201, 'sign-up');
const first = await call('POST', '/login', account);
check(first.status === 200 && first.json.token, 'login without second factor');
const on = await call('POST', '/2fa/enable', {}, first.json.token);
check(on.status === 200 && on.json.backupCodes.length === 8, 'enable');
const secret = new URL(on.json.uri).searchParams.get('secret');
const second = await call('POST', '/login', account);
check(second.status === 200 && second.json.pending && !second.json.token, 'login with second factor');
const verified = await call('POST', '/2fa/verify', { code: authenticator.generate(secret) }, second.json.pending);
check(verified.status === 200 && verified.json.token, 'verify');
const me = await call('GET', '/me', null, verified.json.token);
check(me.status === 200 && me.json.email === account.email, 'me');
process.exit(ok ? 0 : 1);
