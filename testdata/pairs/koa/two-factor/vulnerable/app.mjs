import Router from '@koa/router';
import jwt from 'jsonwebtoken';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import otplib from 'otplib';
import { Accounts } from './accounts.mjs';

const { authenticator } = otplib;
const KEY = process.env.TWO_FACTOR_KEY;
if (!KEY) throw new Error('TWO_FACTOR_KEY is missing');

const accounts = new Accounts();
const router = new Router();

function validCredentials({ email, password }) {
  return typeof email === 'string' && email.includes('@') && email.length < 255 &&
    typeof password === 'string' && password.length >= 10 && password.length <= 72;
}

const full = (email) => jwt.sign({ sub: email, stage: 'full' }, KEY, { algorithm: 'HS256', expiresIn: '30m' });

// Checks the token of the given stage and loads the account
const stage = (wanted) => async (ctx, next) => {
  const token = ctx.get('authorization').replace(/^Bearer /, '');
  const claims = jwt.verify(token, KEY, { algorithms: ['HS256'] });
  const account = accounts.find(claims.sub);
  if (!account || claims.stage !== wanted) ctx.throw(401, 'not allowed');
  ctx.state.account = account;
  await next();
};

router.post('/signup', (ctx) => {
  if (!validCredentials(ctx.request.body)) ctx.throw(400, 'e-mail and password (10 to 72 characters) are required');
  const account = accounts.create(ctx.request.body.email, ctx.request.body.password);
  if (!account) ctx.throw(409, 'sign-up failed');
  ctx.status = 201;
  ctx.body = { email: account.email };
});

router.post('/login', (ctx) => {
  if (!validCredentials(ctx.request.body)) ctx.throw(401, 'wrong e-mail or password');
  const account = accounts.authenticate(ctx.request.body.email, ctx.request.body.password);
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

router.post('/2fa/verify', stage('pending'), (ctx) => {
  const { account } = ctx.state;
  const { code } = ctx.request.body;
  if (typeof code !== 'string' || code.length > 20) ctx.throw(400, 'code is required');
  const good = /^\d{6}$/.test(code)
    ? authenticator.check(code, account.totpSecret)
    : accounts.useBackupCode(account, code);
  if (!good) ctx.throw(401, 'wrong code');
  ctx.body = { token: full(account.email) };
});

router.get('/me', stage('full'), (ctx) => {
  ctx.body = ctx.state.account;
});

const app = new Koa();
app.use(bodyParser({ jsonLimit: '20kb' }));
app.use(router.routes());
app.use(router.allowedMethods());

export default app;
