const Koa = require('koa');
const session = require('koa-session');
const bodyParser = require('koa-bodyparser');
const ratelimit = require('koa-ratelimit');
const Router = require('@koa/router');
const bcrypt = require('bcryptjs');
const csrf = require('./csrf');
const db = require('./db');

if (!process.env.COOKIE_KEYS) throw new Error('COOKIE_KEYS is not set');

const app = new Koa();
app.proxy = process.env.TRUST_PROXY === '1';
app.keys = process.env.COOKIE_KEYS.split(',');

app.use(
  session(
    { key: 'community', maxAge: 12 * 3600 * 1000, httpOnly: true, secure: true, sameSite: 'lax', rolling: false },
    app
  )
);
app.use(bodyParser());
app.use(csrf.protect);

const router = new Router();
const slow = ratelimit({ driver: 'memory', db: new Map(), duration: 15 * 60 * 1000, max: 12, id: (ctx) => ctx.ip });

router.get('/csrf', (ctx) => {
  ctx.body = { token: csrf.tokenOf(ctx) };
});

router.post('/join', slow, async (ctx) => {
  const { email, password } = ctx.request.body;
  ctx.assert(typeof email === 'string' && /^[^\s@]{1,64}@[^\s@]{3,180}$/.test(email), 400, 'e-mail is invalid');
  ctx.assert(typeof password === 'string' && password.length >= 10 && password.length <= 72, 400, 'password is invalid');
  const known = await db('members').where({ email }).first('id');
  ctx.assert(!known, 409, 'could not join');
  await db('members').insert({ email, password: await bcrypt.hash(password, 12) });
  ctx.status = 201;
  ctx.body = { email };
});

router.post('/login', slow, async (ctx) => {
  const { email, password } = ctx.request.body;
  ctx.assert(typeof email === 'string' && typeof password === 'string', 400, 'e-mail and password are required');
  const member = await db('members').where({ email }).first('id', 'password');
  if (!member || !(await bcrypt.compare(password, member.password))) {
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
  const { name, bio } = ctx.request.body;
  ctx.assert(typeof name === 'string' && name.length <= 80, 400, 'name is invalid');
  ctx.assert(typeof bio === 'string' && bio.length <= 500, 400, 'bio is invalid');
  await db('members').where({ id: ctx.session.memberId }).update({ name, bio });
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
