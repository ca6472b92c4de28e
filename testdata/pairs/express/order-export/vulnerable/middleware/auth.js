const jwt = require('jsonwebtoken');

const secret = process.env.SESSION_KEY;
if (!secret) {
  throw new Error('SESSION_KEY is missing');
}

module.exports = function requireCustomer(req, res, next) {
  const token = (req.get('Authorization') || '').replace(/^Bearer /, '');
  jwt.verify(token, secret, { algorithms: ['HS256'], maxAge: '1h' }, function (err, claims) {
    if (err) {
      return res.status(401).json({ error: 'Please sign in' });
    }
    req.customerId = Number(claims.customerId);
    next();
  });
};
