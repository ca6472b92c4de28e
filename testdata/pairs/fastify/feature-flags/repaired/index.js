const { createHash, timingSafeEqual } = require('crypto');
const Fastify = require('fastify');
const cors = require('@fastify/cors');
const rateLimit = require('@fastify/rate-limit');
const FlagStore = require('./store');

const ADMIN_TOKEN = process.env.FLAGS_ADMIN_TOKEN;
if (!ADMIN_TOKEN) throw new Error('FLAGS_ADMIN_TOKEN is required');

const SITES = (process.env.FLAGS_SITES || '').split(',').filter(Boolean);
const sha = (text) => createHash('sha256').update(text).digest();
const adminDigest = sha(ADMIN_TOKEN);

const names = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' };
const envParams = { type: 'object', properties: { environment: names } };
const flagParams = { type: 'object', properties: { environment: names, name: names } };
const flagBody = {
  type: 'object',
  required: ['enabled'],
  additionalProperties: false,
  properties: {
    enabled: { type: 'boolean' },
    rollout: { type: 'number', minimum: 0, maximum: 100, default: 100 },
    rule: { type: 'string', maxLength: 200, pattern: '^user\\.(country|plan) === "[A-Za-z]{0,20}"$' },
  },
};
const userQuery = {
  type: 'object',
  properties: {
    user: { type: 'string', maxLength: 64, default: 'anonymous' },
    country: { type: 'string', maxLength: 2, default: '' },
    plan: { type: 'string', maxLength: 20, default: '' },
  },
};

function build(options = {}) {
  const fastify = Fastify({ logger: false, ...options });
  const store = new FlagStore();

  fastify.register(rateLimit, { max: 120, timeWindow: '1 minute' });
  fastify.register(cors, {
    origin: (origin, cb) => cb(null, !origin || SITES.includes(origin)),
  });

  const adminOnly = (request, reply, done) => {
    const token = String(request.headers.authorization || '').replace('Bearer ', '');
    if (!timingSafeEqual(sha(token), adminDigest)) {
      reply.code(401).send({ error: 'unauthorized' });
      return;
    }
    done();
  };

  // Evaluated flags for the front end
  fastify.get('/flags/:environment', { schema: { params: envParams, querystring: userQuery } }, (request, reply) => {
    reply.send(store.evaluate(request.params.environment, request.query));
  });

  fastify.route({
    method: 'PUT',
    url: '/admin/flags/:environment/:name',
    preHandler: adminOnly,
    schema: { params: flagParams, body: flagBody },
    handler: (request, reply) => {
      const { environment, name } = request.params;
      reply.send(store.set(environment, name, request.body));
    },
  });

  fastify.route({
    method: 'DELETE',
    url: '/admin/flags/:environment/:name',
    preHandler: adminOnly,
    schema: { params: flagParams },
    handler: (request, reply) => {
      const removed = store.remove(request.params.environment, request.params.name);
      reply.code(removed ? 204 : 404).send();
    },
  });

  return fastify;
}

module.exports = build;

if (require.main === module) {
  build({ logger: true }).listen({ port: 3000 });
}
