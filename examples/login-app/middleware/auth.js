const jwt = require('jsonwebtoken');
const { JWT_SECRET } = require('../config');

// Requires a valid token and attaches its payload to the request
function authenticate(req, res, next) {
  const header = req.headers.authorization || '';
  const [scheme, token] = header.split(' ');

  if (scheme !== 'Bearer' || !token) {
    return res.status(401).json({ message: 'No token provided' });
  }

  const decoded = jwt.verify(token, JWT_SECRET, { algorithms: ['HS256'] });
  req.user = decoded;
  next();
}

module.exports = { authenticate };
