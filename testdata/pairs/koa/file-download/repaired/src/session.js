const jwt = require('jsonwebtoken');

const KEY = process.env.VAULT_KEY;
if (!KEY) throw new Error('VAULT_KEY must be set');

function userOf(token) {
  try {
    const claims = jwt.verify(token, KEY, { algorithms: ['HS256'], maxAge: '8h' });
    return typeof claims.sub === 'string' ? claims.sub : null;
  } catch {
    return null;
  }
}

// Puts the signed-in user on the context
module.exports = async function session(ctx, next) {
  const header = ctx.get('Authorization');
  const user = header.startsWith('Bearer ') ? userOf(header.slice(7)) : null;
  if (!user) {
    ctx.throw(401, 'Authentication required');
  }
  ctx.state.user = user;
  await next();
};
