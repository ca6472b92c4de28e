import Router from '@koa/router';
import Joi from 'joi';
import jwt from 'jsonwebtoken';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import ratelimit from 'koa-ratelimit';
import otplib from 'otplib';
import { Accounts } from './accounts.mjs';

const { authenticator } = otplib;
const KEY = process.env.TWO_FACTOR_KEY;
if (!KEY) throw new Error('TWO_FACTOR_KEY is missing');

const accounts = new Accounts();
const router = new Router();

const credentials = Joi.object({
  email: Joi.string().email({ tlds: false }).max(254).required(),
  password: Joi.string().min(10).max(72).required(),
});
const verification = Joi.object({ code: Joi.string().pattern(/^(\d{6}|\d{16})$/).required() });

// Validates the body and leaves the clean value on the context
const body = (schema) => async (ctx, next) => {
  const { value, error } = schema.validate(ctx.request.body);
  if (error) ctx.throw(400, 'invalid input');
  ctx.state.body = value;
  await next();
};

// One counter per address for everything that takes a password or a code
const attempts = ratelimit({
  driver: 'memory',
  db: new Map(),
  duration: 10 * 60 * 1000,
  max: 15,
  id: (ctx) => ctx.ip,
});

const full = (email) => jwt.sign({ sub: email, stage: 'full' }, KEY, { algorithm: 'HS256', expiresIn: '30m' });

// Checks the token of the given stage and loads the account
const stage = (wanted) => async (ctx, next) => {
  const token = ctx.get('authorization').replace(/^Bearer /, '');
  let claims;
  try {
    claims = jwt.verify(token, KEY, { algorithms: ['HS256'] });
  } catch {
    ctx.throw(401, 'not allowed');
  }
  const account = accounts.find(claims.sub);
  if (!account || claims.stage !== wanted) ctx.throw(401, 'not allowed');
  ctx.state.account = account;
  await next();
};

router.post('/signup', attempts, body(credentials), async (ctx) => {
  const { email, password } = ctx.state.body;
  const account = await accounts.create(email, password);
  if (!account) ctx.throw(409, 'sign-up failed');
  ctx.status = 201;
  ctx.body = { email: account.email };
});

router.post('/login', attempts, body(credentials), async (ctx) => {
  const { email, password } = ctx.state.body;
  const account = await accounts.authenticate(email, password);
  if (!account) ctx.throw(401, 'wrong e-mail or password');
  ctx.body = account.totpSecret
    ? { pending: jwt.sign({ sub: account.email, stage: 'pending' }, KEY, { algorithm: 'HS256', expiresIn: '5m' }) }
    : { token: full(account.email) };
});

router.post('/2fa/enable', stage('full'), (ctx) => {
  const { account } = ctx.state;
  const secret = authenticator.generateSecret();
  const backupCodes = accounts.enableTotp(account, secret);
  ctx.body = { uri: authenticator.keyuri(account.email, 'Example', secret), backupCodes };
});

router.post('/2fa/verify', attempts, stage('pending'), body(verification), (ctx) => {
  const { account } = ctx.state;
  const { code } = ctx.state.body;
  const good = code.length === 6
    ? authenticator.check(code, account.totpSecret)
    : accounts.useBackupCode(account, code);
  if (!good) ctx.throw(401, 'wrong code');
  ctx.body = { token: full(account.email) };
});

router.get('/me', stage('full'), (ctx) => {
  const { email, totpSecret } = ctx.state.account;
  ctx.body = { email, twoFactor: totpSecret !== null };
});

const app = new Koa();
app.use(bodyParser({ jsonLimit: '20kb' }));
app.use(router.routes());
app.use(router.allowedMethods());

export default app;
