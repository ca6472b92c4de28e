import express from 'express';
import { migrate } from './src/db.js';
import { orders } from './src/orders.js';
import { webhook } from './src/webhook.js';

await migrate();

const app = express();
app.use('/webhooks', webhook);
app.use('/orders', orders);

app.use((err, req, res, next) => {
  console.error(err);
  res.status(err.status ?? 500).json({ error: 'request failed' });
});

export default app;
