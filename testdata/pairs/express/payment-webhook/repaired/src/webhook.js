import { createHmac, timingSafeEqual } from 'node:crypto';
import { Router, raw } from 'express';
import { z } from 'zod';
import { db } from './db.js';

const { WEBHOOK_SECRET } = process.env;
if (!WEBHOOK_SECRET) throw new Error('WEBHOOK_SECRET must be configured');

const eventSchema = z.object({
  type: z.string().max(60),
  data: z.object({ reference: z.string().max(40) }),
});

function signatureMatches(body, given) {
  const expected = createHmac('sha256', WEBHOOK_SECRET).update(body).digest();
  const actual = Buffer.from(given ?? '', 'hex');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function parseEvent(body) {
  try {
    return eventSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}

export const webhook = Router();

// The payment provider calls this for every change of a payment
webhook.post('/payments', raw({ type: '*/*', limit: '64kb' }), async (req, res) => {
  if (!Buffer.isBuffer(req.body) || !signatureMatches(req.body, req.get('x-signature'))) {
    return res.status(401).json({ error: 'bad signature' });
  }
  const event = parseEvent(req.body);
  if (!event) return res.status(400).json({ error: 'unreadable event' });
  console.log('webhook received', req.get('content-length'), 'bytes');

  const { reference } = event.data;
  if (event.type === 'payment.succeeded') {
    await db.raw("update orders set status = 'paid' where reference = ?", [reference]);
  } else if (event.type === 'payment.failed') {
    await db.raw("update orders set status = 'failed' where reference = ? and status = 'pending'", [reference]);
  }
  res.json({ received: true });
});
