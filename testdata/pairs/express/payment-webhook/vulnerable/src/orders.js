import { Router, json } from 'express';
import { db } from './db.js';

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
  const order = await db('orders').where({ reference: req.params.reference }).first();
  if (!order || order.status !== 'paid') return res.status(404).json({ error: 'nothing to refund' });
  const { amount } = req.body;
  await db('orders').where({ reference: order.reference }).increment('refunded', amount);
  res.status(201).json({ reference: order.reference, refunded: order.refunded + amount });
});
