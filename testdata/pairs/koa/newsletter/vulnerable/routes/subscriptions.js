const Router = require('@koa/router');
const db = require('../database');
const outbox = require('../mail');

const router = new Router();
const SITE = process.env.SITE_URL || 'http://localhost:3000';

router.post('/subscribe', async (ctx) => {
  const { email } = ctx.request.body;
  const token = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  db.prepare(
    'INSERT INTO subscribers (email, token) VALUES (?, ?) ON CONFLICT (email) DO UPDATE SET token = excluded.token'
  ).run(email, token);
  await outbox.send({ to: email, subject: 'Please confirm', text: `${SITE}/confirm?token=${token}` });
  ctx.status = 202;
  ctx.body = { message: 'We have sent you a mail' };
});

router.get('/confirm', (ctx) => {
  const { token, next } = ctx.query;
  if (typeof token !== 'string') ctx.throw(400, 'Token is missing');
  const info = db.prepare('UPDATE subscribers SET confirmed = 1 WHERE token = ?').run(token);
  if (!info.changes) ctx.throw(404, 'This link is not valid');
  ctx.redirect(next || '/welcome');
});

router.get('/welcome', (ctx) => {
  ctx.body = '<h1>Thank you!</h1>';
});

module.exports = router;
