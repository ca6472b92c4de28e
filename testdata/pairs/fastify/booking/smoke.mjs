import path from 'node:path';
import { pathToFileURL } from 'node:url';

Object.assign(process.env, {
  JWT_KEY: 'smoke-' + 'j'.repeat(40),
  SEED_GUEST_EMAIL: 'guest@example.org', SEED_GUEST_PASSWORD: 'Guest-Pass-2041-xx',
  SEED_MANAGER_EMAIL: 'boss@example.org', SEED_MANAGER_PASSWORD: 'Boss-Pass-2041-yy',
});
delete process.env.DB_FILE;
const { createApp } = await import(pathToFileURL(path.resolve(process.argv[2], 'src/app.js')).href);
const app = await createApp();
let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const login = async (email, password) => {
  const r = await app.inject({ method: 'POST', url: '/login', payload: { email, password } });
  check(r.statusCode === 200, 'login ' + email);
  return { authorization: `Bearer ${r.json().token}` };
};
const guest = await login('guest@example.org', 'Guest-Pass-2041-xx');
const boss = await login('boss@example.org', 'Boss-Pass-2041-yy');
const made = await app.inject({ method: 'POST', url: '/bookings', headers: guest, payload: { room: 4, day: '2031-05-01' } });
check(made.statusCode === 201, 'book');
const { id } = made.json();
const open = await app.inject({ method: 'GET', url: '/manager/requests', headers: boss });
check(open.statusCode === 200 && open.json().some((b) => b.id === id), 'requests');
const confirm = await app.inject({ method: 'PUT', url: `/manager/requests/${id}`, headers: boss, payload: { status: 'confirmed' } });
check(confirm.statusCode === 200, 'confirm');
const days = await app.inject({ method: 'GET', url: '/rooms/4/calendar' });
check(days.statusCode === 200 && days.json()[0].day === '2031-05-01', 'calendar');
const removed = await app.inject({ method: 'DELETE', url: `/bookings/${id}`, headers: guest });
check(removed.statusCode === 204, 'cancel');
await app.close();
process.exit(ok ? 0 : 1);
