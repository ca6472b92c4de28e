import express from 'express';
import { requireDeskKey } from './src/deskKey.js';
import { migrate } from './src/db.js';
import { orders } from './src/orders.js';
import { webhook } from './src/webhook.js';

await migrate();

const app = express();
app.use('/webhooks', webhook);
app.use('/orders', requireDeskKey, orders);

app.use((err, req, res, next) => {
  console.error(err);
  res.status(err.status ?? 500).json({ error: 'request failed' });
});

export default app;
