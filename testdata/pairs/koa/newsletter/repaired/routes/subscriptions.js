const { randomBytes } = require('crypto');
const Router = require('@koa/router');
const ratelimit = require('koa-ratelimit');
const db = require('../database');
const outbox = require('../mail');

const router = new Router();
const SITE = process.env.SITE_URL || 'http://localhost:3000';
const TWO_DAYS = 2 * 24 * 60 * 60;

function looksLikeMail(value) {
  if (typeof value !== 'string' || value.length > 254) return false;
  const [local, domain, ...rest] = value.split('@');
  return rest.length === 0 && local !== '' && !/\s/.test(value) && domain !== undefined && domain.includes('.');
}

// Only paths of this site, "//host" and "/\host" would leave it
function localPath(value) {
  return typeof value === 'string' && /^\/(?![/\\])[\w\-/]*$/.test(value) ? value : '/welcome';
}

router.use(ratelimit({ driver: 'memory', db: new Map(), duration: 60000, max: 20, id: (ctx) => ctx.ip }));

router.post('/subscribe', async (ctx) => {
  const { email } = ctx.request.body;
  if (!looksLikeMail(email)) ctx.throw(400, 'A valid e-mail address is required');
  const token = randomBytes(24).toString('hex');
  db.prepare(
    `INSERT INTO subscribers (email, token) VALUES (?, ?)
     ON CONFLICT (email) DO UPDATE SET token = excluded.token, created_at = unixepoch()`
  ).run(email, token);
  await outbox.send({ to: email, subject: 'Please confirm', text: `${SITE}/confirm?token=${token}` });
  ctx.status = 202;
  ctx.body = { message: 'We have sent you a mail' };
});

router.get('/confirm', (ctx) => {
  const { token, next } = ctx.query;
  if (typeof token !== 'string') ctx.throw(400, 'Token is missing');
  const info = db
    .prepare('UPDATE subscribers SET confirmed = 1 WHERE token = ? AND created_at > unixepoch() - ' + TWO_DAYS)
    .run(token);
  if (!info.changes) ctx.throw(404, 'This link is not valid');
  ctx.redirect(localPath(next));
});

router.get('/welcome', (ctx) => {
  ctx.body = '<h1>Thank you!</h1>';
});

module.exports = router;
