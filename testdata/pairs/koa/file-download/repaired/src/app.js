const Koa = require('koa');
const documents = require('./documents');
const session = require('./session');

const app = new Koa();

// Errors as JSON
app.use(async (ctx, next) => {
  try {
    await next();
  } catch (err) {
    ctx.status = err.status || 500;
    ctx.body = { error: err.expose ? err.message : 'Internal error' };
    if (!err.expose) ctx.app.emit('error', err, ctx);
  }
});

app.use(session);
app.use(documents.routes()).use(documents.allowedMethods());

module.exports = app;

if (require.main === module) {
  app.listen(process.env.PORT || 3000);
}
