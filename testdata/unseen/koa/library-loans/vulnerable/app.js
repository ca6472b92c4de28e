const Koa = require('koa');
const Router = require('@koa/router');
const { bodyParser } = require('@koa/bodyparser');
const { PatronDesk } = require('./controllers/patron-desk');
const { Shelf } = require('./controllers/shelf');
const { readCard } = require('./services/library-card');
const log = require('./services/log');

const app = new Koa({ proxy: true, maxIpsCount: 1 });
const desk = new PatronDesk();
const shelf = new Shelf();

app.use(async (ctx, next) => {
  try {
    await next();
  } catch (err) {
    ctx.status = err.expose ? err.status : 500;
    ctx.body = { error: err.expose ? err.message : 'The library system has a problem' };
    if (!err.expose) log.error(err);
  }
});
app.use(bodyParser({ enableTypes: ['json'], jsonLimit: '16kb' }));

const open = new Router();
open.get('/books', shelf.search);
open.post('/patrons/session', desk.signIn);

const patrons = new Router();
patrons.use(async (ctx, next) => {
  const patronId = readCard(ctx.get('Authorization'));
  ctx.assert(patronId, 401, 'Please sign in');
  ctx.state.patronId = patronId;
  await next();
});
patrons.get('/patrons/me', desk.me);
patrons.patch('/patrons/me', desk.update);
patrons.get('/loans', shelf.loans);
patrons.post('/loans/:loanId/renewals', shelf.renew);

app.use(open.routes());
app.use(patrons.routes()).use(patrons.allowedMethods());

if (require.main === module) app.listen(process.env.PORT || 5050);

module.exports = app;
