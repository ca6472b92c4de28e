import bearerAuth from '@fastify/bearer-auth';
import mongo from '@fastify/mongodb';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import routes from './routes.js';

const keys = (process.env.API_KEYS ?? '').split(',').filter((key) => key.length >= 24);
if (keys.length === 0) throw new Error('API_KEYS needs at least one key of 24 characters');

const fastify = Fastify({ logger: true });

fastify.setErrorHandler((error, request, reply) => {
  request.log.error(error);
  const status = error.statusCode ?? 500;
  reply.code(status).send({ error: status < 500 ? 'invalid request' : 'internal error' });
});

await fastify.register(rateLimit, { max: 60, timeWindow: '1 minute' });
await fastify.register(mongo, { url: process.env.MONGO_URL });
await fastify.register(bearerAuth, { keys: new Set(keys) });
await fastify.register(routes);

await fastify.listen({ port: Number(process.env.PORT ?? 3000) });
