const ownOrigin = process.env.PUBLIC_ORIGIN;
if (!ownOrigin) throw new Error('PUBLIC_ORIGIN is not set');

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

// Every browser sends Origin with a form post, so a post without our own origin is refused.
export function sameOriginForms(req, res, next) {
  if (reading.has(req.method) || req.get('origin') === ownOrigin) return next();
  res.status(403).render('notice.njk', { text: 'This form was not sent from our site.' });
}
