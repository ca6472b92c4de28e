const { randomBytes, timingSafeEqual } = require('crypto');

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

// Hands out one token per session
exports.tokenOf = (ctx) => {
  if (!ctx.session.csrf) ctx.session.csrf = randomBytes(24).toString('hex');
  return ctx.session.csrf;
};

exports.protect = async (ctx, next) => {
  if (!SAFE.has(ctx.method)) {
    const given = Buffer.from(ctx.get('x-csrf-token'));
    const wanted = Buffer.from(ctx.session.csrf || '');
    if (wanted.length === 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      ctx.throw(403, 'the form has expired');
    }
  }
  await next();
};
