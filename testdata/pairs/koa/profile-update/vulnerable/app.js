const Koa = require('koa');
const session = require('koa-session');
const bodyParser = require('koa-bodyparser');
const Router = require('@koa/router');
const db = require('./db');

if (!process.env.COOKIE_KEYS) throw new Error('COOKIE_KEYS is not set');

const app = new Koa();
app.proxy = process.env.TRUST_PROXY === '1';
app.keys = process.env.COOKIE_KEYS.split(',');

app.use(session({ key: 'community', maxAge: 12 * 3600 * 1000, httpOnly: false }, app));
app.use(bodyParser());

const router = new Router();

router.post('/join', async (ctx) => {
  const { email, password } = ctx.request.body;
  ctx.assert(typeof email === 'string' && /^[^\s@]{1,64}@[^\s@]{3,180}$/.test(email), 400, 'e-mail is invalid');
  ctx.assert(typeof password === 'string' && password.length >= 10 && password.length <= 72, 400, 'password is invalid');
  const known = await db('members').where({ email }).first('id');
  ctx.assert(!known, 409, 'could not join');
  await db('members').insert({ email, password });
  ctx.status = 201;
  ctx.body = { email };
});

router.post('/login', async (ctx) => {
  const { email, password } = ctx.request.body;
  ctx.assert(typeof email === 'string' && typeof password === 'string', 400, 'e-mail and password are required');
  const member = await db('members').where({ email }).first();
  if (!member || member.password !== password) {
    ctx.throw(401, 'wrong e-mail or password');
  }
  ctx.session.memberId = member.id;
  ctx.body = { ok: true };
});

const loggedIn = async (ctx, next) => {
  if (!ctx.session.memberId) ctx.throw(401, 'please log in');
  await next();
};

router.get('/profile', loggedIn, async (ctx) => {
  ctx.body = await db('members').where({ id: ctx.session.memberId }).first('id', 'email', 'name', 'bio', 'moderator');
});

router.put('/profile', loggedIn, async (ctx) => {
  await db('members').where({ id: ctx.session.memberId }).update(ctx.request.body);
  ctx.body = { ok: true };
});

router.post('/logout', (ctx) => {
  ctx.session = null;
  ctx.status = 204;
});

app.use(router.routes()).use(router.allowedMethods());

module.exports = app;

if (require.main === module) {
  db.ready.then(() => app.listen(process.env.PORT || 3000));
}
