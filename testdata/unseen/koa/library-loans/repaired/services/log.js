module.exports = require('pino')({ name: 'library' });
