import { createRequire } from 'node:module';
import path from 'node:path';

process.env.FLAGS_ADMIN_TOKEN = 'smoke-' + 'f'.repeat(40);
process.env.FLAGS_SITES = 'https://www.example.org';
const app = createRequire(path.resolve(process.argv[2]) + '/')('./index.js')();
let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const headers = { authorization: `Bearer ${process.env.FLAGS_ADMIN_TOKEN}` };
const put = await app.inject({ method: 'PUT', url: '/admin/flags/staging/new-checkout', headers,
  payload: { enabled: true, rule: 'user.plan === "pro"' } });
check(put.statusCode === 200, 'put');
const pro = await app.inject({ method: 'GET', url: '/flags/staging?user=u1&plan=pro', headers: { origin: 'https://www.example.org' } });
check(pro.statusCode === 200 && pro.json()['new-checkout'] === true, 'matching user');
check(pro.headers['access-control-allow-origin'] === 'https://www.example.org', 'cors');
const free = await app.inject({ method: 'GET', url: '/flags/staging?user=u1&plan=free' });
check(free.json()['new-checkout'] === false, 'other user');
const no = await app.inject({ method: 'PUT', url: '/admin/flags/staging/x', payload: { enabled: true } });
check(no.statusCode === 401, 'without token');
const del = await app.inject({ method: 'DELETE', url: '/admin/flags/staging/new-checkout', headers });
check(del.statusCode === 204, 'delete');
await app.close();
process.exit(ok ? 0 : 1);
