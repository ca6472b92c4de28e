const Koa = require('koa');
const bodyParser = require('koa-bodyparser');
const jwt = require('koa-jwt');
const editors = require('./routes/editors');
const subscriptions = require('./routes/subscriptions');

if (!process.env.EDITOR_KEY) {
  throw new Error('EDITOR_KEY is not set');
}

const app = new Koa();

app.use(bodyParser());
app.use(async (ctx, next) => {
  await next();
  console.log(`${ctx.method} ${ctx.path} -> ${ctx.status}`);
});
app.use(subscriptions.routes());
app.use(jwt({ secret: process.env.EDITOR_KEY, algorithms: ['HS256'] }));
app.use(editors.routes());

module.exports = app;

if (require.main === module) app.listen(3000);
