import { createRequire } from 'node:module';
import path from 'node:path';

process.env.EDITOR_KEY = 'smoke-' + 'n'.repeat(40);
delete process.env.NEWSLETTER_DB;
const require = createRequire(path.resolve(process.argv[2]) + '/');
const log = console.log;
console.log = () => {};
const outbox = require('./mail.js');
const app = require('./server.js');
const server = app.listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const post = (url, body, headers = {}) => fetch(base + url, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
check((await post('/subscribe', { email: 'reader@example.org' })).status === 202, 'subscribe');
const mail = outbox.mails.find((m) => m.to === 'reader@example.org');
const link = new URL(mail.text);
const confirmed = await fetch(`${base}/confirm${link.search}&next=/welcome`, { redirect: 'manual' });
check(confirmed.status === 302 && confirmed.headers.get('location') === '/welcome', 'confirm');
check((await fetch(base + '/welcome')).status === 200, 'welcome');
check((await fetch(base + '/editors/subscribers')).status === 401, 'not signed in');
const token = require('jsonwebtoken').sign({ sub: '1', role: 'editor' }, process.env.EDITOR_KEY, { expiresIn: '10m' });
const headers = { authorization: `Bearer ${token}` };
const found = await fetch(base + '/editors/subscribers?q=reader', { headers });
check(found.status === 200 && (await found.json()).length === 1, 'search');
const sent = await post('/editors/issues', { subject: 'May', text: 'Hello' }, headers);
check(sent.status === 201 && (await sent.json()).recipients === 1, 'issue');
console.log = log;
process.exit(ok ? 0 : 1);
