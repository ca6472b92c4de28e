import { createHmac } from 'node:crypto';
import { Router, raw } from 'express';
import { db } from './db.js';

const { WEBHOOK_SECRET } = process.env;
if (!WEBHOOK_SECRET) throw new Error('WEBHOOK_SECRET must be configured');

export const webhook = Router();

// The payment provider calls this for every change of a payment
webhook.post('/payments', raw({ type: '*/*', limit: '64kb' }), async (req, res) => {
  const event = JSON.parse(req.body.toString('utf8'));

  const expected = createHmac('sha256', WEBHOOK_SECRET).update(req.body).digest('hex');
  if (req.get('x-signature') !== expected) {
    return res.status(401).json({ error: 'bad signature' });
  }

  if (event.type === 'payment.succeeded') {
    await db.raw(`update orders set status = 'paid' where reference = '${event.data.reference}'`);
  } else if (event.type === 'payment.failed') {
    await db.raw(`update orders set status = 'failed' where reference = ? and status = 'pending'`, [String(event.data.reference)]);
  }
  res.json({ received: true });
});
