const jwt = require('jsonwebtoken');

// Puts the signed-in user on the context
module.exports = async function session(ctx, next) {
  const header = ctx.get('Authorization');
  if (!header.startsWith('Bearer ')) {
    ctx.throw(401, 'Authentication required');
  }
  const claims = jwt.decode(header.slice(7));
  if (!claims || typeof claims.sub !== 'string') {
    ctx.throw(401, 'Authentication required');
  }
  ctx.state.user = claims.sub;
  await next();
};
