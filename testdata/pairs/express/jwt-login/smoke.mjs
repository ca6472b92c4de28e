import { createRequire } from 'node:module';
import path from 'node:path';

process.env.JWT_SECRET = 'smoke-' + 'x'.repeat(40);
const dir = path.resolve(process.argv[2]);
const app = createRequire(dir + '/')('./app.js');
const server = app.listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;
const post = (p, body) =>
  fetch(base + p, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const account = { email: 'maria@example.org', password: 'Quiet-Harbour-2041!' };
const registered = await post('/api/auth/register', account);
check(registered.status === 201, 'register');
const login = await post('/api/auth/login', account);
check(login.status === 200, 'login');
const { token } = await login.json();
const me = await fetch(base + '/api/auth/me', { headers: { authorization: `Bearer ${token}` } });
check(me.status === 200, 'me');
const user = await me.json();
check(user.email === account.email && user.role === 'user', 'me body');
const wrong = await post('/api/auth/login', { ...account, password: 'Some-Other-Pass-77' });
check(wrong.status === 401, 'wrong password');
process.exit(ok ? 0 : 1);
