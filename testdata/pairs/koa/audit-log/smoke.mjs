import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const dir = path.resolve(process.argv[2]);
process.env.AUDIT_KEY = 'smoke-' + 'a'.repeat(40);
process.env.CONSOLE_ORIGIN = 'https://console.example.com';
delete process.env.AUDIT_DB;
const { createApp } = await import(pathToFileURL(path.join(dir, 'src/app.js')).href);
const { Entry } = await import(pathToFileURL(path.join(dir, 'src/model.js')).href);
console.log = () => {};
const app = await createApp();
await Entry.bulkCreate([
  { tenant: 'acme', actor: 'ann', action: 'login', detail: 'from the office', at: new Date('2024-01-05') },
  { tenant: 'acme', actor: 'bob', action: 'export', detail: 'invoice list', at: new Date('2024-03-05') },
]);
const server = app.listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;
const claims = { sub: 'eve', tenant: 'acme', roles: ['auditor', 'owner', 'admin'], role: 'admin' };
const token = createRequire(dir + '/')('jsonwebtoken').sign(claims, process.env.AUDIT_KEY, { expiresIn: '10m' });
const headers = { authorization: `Bearer ${token}`, origin: 'https://console.example.com' };

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const list = await fetch(base + '/audit?tenant=acme&sort=at&size=10', { headers });
check(list.status === 200 && (await list.json()).length === 2, 'list');
check(list.headers.get('access-control-allow-origin') === 'https://console.example.com', 'cors');
const one = await fetch(base + '/audit?tenant=acme&actor=ann', { headers });
check(one.status === 200 && (await one.json()).length === 1, 'actor');
const search = await fetch(base + '/audit/search?tenant=acme&match=invoice', { headers });
check(search.status === 200 && (await search.json()).length === 1, 'search');
const purge = await fetch(base + '/audit?tenant=acme&before=2024-02-01', { method: 'DELETE', headers });
check(purge.status === 200 && (await purge.json()).removed === 1, 'purge');
check((await fetch(base + '/audit?tenant=acme')).status === 401, 'anonymous');
process.exit(ok ? 0 : 1);
