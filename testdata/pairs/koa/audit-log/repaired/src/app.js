import cors from '@koa/cors';
import Koa from 'koa';
import jwt from 'koa-jwt';
import { sequelize } from './model.js';
import { router } from './routes.js';

export async function createApp() {
  const secret = process.env.AUDIT_KEY;
  if (!secret) throw new Error('AUDIT_KEY is required');
  const consoleOrigin = process.env.CONSOLE_ORIGIN ?? 'https://console.example.com';
  await sequelize.sync();

  const app = new Koa();
  app.use(cors({ origin: (ctx) => (ctx.get('Origin') === consoleOrigin ? consoleOrigin : '') }));
  app.use(jwt({ secret, algorithms: ['HS256'] }));
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}
