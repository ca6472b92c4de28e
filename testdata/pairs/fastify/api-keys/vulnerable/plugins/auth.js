'use strict';

const fp = require('fastify-plugin');

module.exports = fp(async (fastify) => {
  if (!process.env.PORTAL_SECRET) throw new Error('PORTAL_SECRET is not set');
  fastify.register(require('@fastify/jwt'), {
    secret: process.env.PORTAL_SECRET,
    sign: { algorithm: 'HS256', expiresIn: '1h' },
    verify: { algorithms: ['HS256'] },
  });

  fastify.decorate('signedIn', async (request, reply) => {
    try {
      await request.jwtVerify();
    } catch (err) {
      return reply.code(401).send({ error: 'Please sign in' });
    }
  });
});
