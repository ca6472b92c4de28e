import Fastify from 'fastify';
import envSchema from 'env-schema';
import jwt from '@fastify/jwt';
import multipart from '@fastify/multipart';
import postgres from '@fastify/postgres';
import rateLimit from '@fastify/rate-limit';
import household from './plugins/household.js';
import readings from './routes/readings.js';
import statements from './routes/statements.js';

export async function build() {
  const config = envSchema({
    schema: {
      type: 'object',
      required: ['DATABASE_URL', 'ID_PUBLIC_KEY', 'ID_ISSUER', 'GATEWAY_KEY', 'DATA_DIR'],
      properties: {
        DATABASE_URL: { type: 'string' },
        ID_PUBLIC_KEY: { type: 'string' },
        ID_ISSUER: { type: 'string' },
        GATEWAY_KEY: { type: 'string', minLength: 24 },
        DATA_DIR: { type: 'string' },
      },
    },
  });

  const app = Fastify({ logger: true, trustProxy: 1 });
  app.decorate('config', config);

  await app.register(rateLimit, { max: 120, timeWindow: '1 minute' });
  await app.register(postgres, { connectionString: config.DATABASE_URL });
  await app.register(jwt, {
    secret: { public: config.ID_PUBLIC_KEY },
    verify: { algorithms: ['RS256'], allowedIss: config.ID_ISSUER },
  });
  await app.register(multipart, { limits: { files: 1, fields: 0, fileSize: 4 * 1024 * 1024 } });
  await app.register(household);

  app.setErrorHandler((err, req, reply) => {
    req.log.error(err);
    const status = err.statusCode >= 400 && err.statusCode < 500 ? err.statusCode : 500;
    reply.code(status).send({ error: status === 500 ? 'internal' : 'request refused' });
  });

  app.get('/alive', async () => ({ ok: true }));
  await app.register(readings);
  await app.register(statements);
  return app;
}
