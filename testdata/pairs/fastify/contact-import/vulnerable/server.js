import bearerAuth from '@fastify/bearer-auth';
import mongo from '@fastify/mongodb';
import Fastify from 'fastify';
import routes from './routes.js';

const fastify = Fastify({ logger: true });

await fastify.register(mongo, { url: process.env.MONGO_URL });
await fastify.register(bearerAuth, { keys: new Set(['kite-orchard-4410']) });
await fastify.register(routes);

await fastify.listen({ port: Number(process.env.PORT ?? 3000) });
