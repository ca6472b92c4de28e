const jwt = require('jsonwebtoken');

if (!process.env.AUTH_SECRET) {
  console.error('AUTH_SECRET is required');
  throw new Error('AUTH_SECRET is required');
}

function tryVerify(token) {
  try {
    return jwt.verify(token, process.env.AUTH_SECRET, { algorithms: ['HS256'], maxAge: '2h' });
  } catch (e) {
    return null;
  }
}

exports.signedIn = (req, res, next) => {
  const match = /^Bearer (\S+)$/.exec(req.headers.authorization || '');
  const claims = match && tryVerify(match[1]);
  if (!claims) return res.status(401).json({ message: 'Not signed in' });
  req.user = { id: Number(claims.sub) };
  next();
};
