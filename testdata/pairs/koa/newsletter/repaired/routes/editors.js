const Router = require('@koa/router');
const db = require('../database');
const outbox = require('../mail');

const router = new Router({ prefix: '/editors' });

router.use(async (ctx, next) => {
  if (ctx.state.user.role !== 'editor') ctx.throw(403, 'Editors only');
  await next();
});

// List of subscribers, with a search box
router.get('/subscribers', (ctx) => {
  const q = String(ctx.query.q || '').slice(0, 100);
  ctx.body = db
    .prepare("SELECT id, email, confirmed FROM subscribers WHERE email LIKE '%' || ? || '%' ORDER BY id LIMIT 500")
    .all(q);
});

// Send an issue to everyone
router.post('/issues', async (ctx) => {
  const { subject, text } = ctx.request.body;
  if (typeof subject !== 'string' || typeof text !== 'string' || subject.length > 150) {
    ctx.throw(400, 'Subject and text are required');
  }
  const subscribers = db.prepare('SELECT email FROM subscribers WHERE confirmed = 1').all();
  for (const { email } of subscribers) {
    await outbox.send({ to: email, subject, text });
  }
  ctx.status = 201;
  ctx.body = { recipients: subscribers.length };
});

module.exports = router;
