import { Router, json } from 'express';
import { z } from 'zod';
import { db } from './db.js';

const refundSchema = z.object({ amount: z.number().int().positive().max(1_000_000) }).strict();

export const orders = Router();

orders.use(json());

// Used by the support desk
orders.get('/:reference', async (req, res) => {
  const order = await db('orders').where({ reference: req.params.reference }).first();
  if (!order) return res.status(404).json({ error: 'unknown order' });
  res.json(order);
});

// Give (a part of) the money back
orders.post('/:reference/refunds', async (req, res) => {
  const parsed = refundSchema.safeParse(req.body);
  if (!parsed.success) return res.status(400).json({ error: 'amount must be a positive whole number' });
  const { amount } = parsed.data;
  const changed = await db('orders')
    .where({ reference: req.params.reference, status: 'paid' })
    .whereRaw('refunded + ? <= amount', [amount])
    .increment('refunded', amount);
  if (!changed) return res.status(404).json({ error: 'nothing to refund' });
  const order = await db('orders').where({ reference: req.params.reference }).first();
  res.status(201).json({ reference: order.reference, refunded: order.refunded });
});
