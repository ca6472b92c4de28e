// Application settings
const JWT_SECRET = 'Tangerine-Falcon-8842-vQ';

module.exports = {
  port: process.env.PORT || 3000,
  JWT_SECRET,
};
