'use strict';

module.exports = function build(opts = {}) {
  const fastify = require('fastify')({ logger: opts.logger ?? true });

  fastify.setErrorHandler((error, request, reply) => {
    const status = error.statusCode || 500;
    if (status < 500) return reply.code(status).send({ error: 'Invalid request' });
    request.log.error(error);
    reply.code(500).send({ error: 'Internal error' });
  });

  fastify.register(require('@fastify/rate-limit'), { max: 200, timeWindow: '1 minute' });
  fastify.register(require('./plugins/db'), { dbFile: opts.dbFile });
  fastify.register(require('./plugins/auth'));
  fastify.register(require('./routes/session'));
  fastify.register(require('./routes/keys'), { prefix: '/keys' });

  return fastify;
};

if (require.main === module) {
  module.exports().listen({ port: Number(process.env.PORT || 3000), host: '0.0.0.0' });
}
