import { createHmac } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

process.env.WEBHOOK_SECRET = 'smoke-secret-' + 'w'.repeat(30);
process.env.DESK_KEY = 'smoke-desk-' + 'd'.repeat(30);
const { default: app } = await import(pathToFileURL(path.resolve(process.argv[2], 'app.js')).href);
const server = app.listen(0, '127.0.0.1');
await new Promise((r) => server.once('listening', r));
const base = `http://127.0.0.1:${server.address().port}`;
const auth = { authorization: `Bearer ${process.env.DESK_KEY}` };

let ok = true;
const check = (c, what) => { if (!c) { ok = false; console.error('failed:', what); } };
const send = (event, signature) => {
  const body = JSON.stringify(event);
  const sig = signature ?? createHmac('sha256', process.env.WEBHOOK_SECRET).update(body).digest('hex');
  return fetch(base + '/webhooks/payments', {
    method: 'POST', body, headers: { 'content-type': 'application/json', 'x-signature': sig } });
};
const paid = { type: 'payment.succeeded', data: { reference: 'A-1001' } };
check((await send(paid, '00'.repeat(32))).status === 401, 'wrong signature');
check((await send(paid)).status === 200, 'webhook');
const order = await fetch(base + '/orders/A-1001', { headers: auth });
check(order.status === 200 && (await order.json()).status === 'paid', 'order');
const refund = await fetch(base + '/orders/A-1001/refunds', {
  method: 'POST', body: JSON.stringify({ amount: 900 }), headers: { ...auth, 'content-type': 'application/json' } });
check(refund.status === 201 && (await refund.json()).refunded === 900, 'refund');
const unknown = await fetch(base + '/orders/Z-1', { headers: auth });
check(unknown.status === 404, 'unknown order');
process.exit(ok ? 0 : 1);
