const Fastify = require('fastify');
const cors = require('@fastify/cors');
const FlagStore = require('./store');

const ADMIN_TOKEN = process.env.FLAGS_ADMIN_TOKEN || 'maple-compass-9034';

const flagBody = {
  type: 'object',
  required: ['enabled'],
  properties: {
    enabled: { type: 'boolean' },
    rollout: { type: 'number', minimum: 0, maximum: 100, default: 100 },
    rule: { type: 'string', maxLength: 200 },
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

  fastify.register(cors, { origin: true, credentials: true });

  const adminOnly = (request, reply, done) => {
    const token = String(request.headers.authorization || '').replace('Bearer ', '');
    if (token !== ADMIN_TOKEN) {
      reply.code(401).send({ error: 'unauthorized' });
      return;
    }
    done();
  };

  // Evaluated flags for the front end
  fastify.get('/flags/:environment', { schema: { querystring: userQuery } }, (request, reply) => {
    reply.send(store.evaluate(request.params.environment, request.query));
  });

  fastify.route({
    method: 'PUT',
    url: '/admin/flags/:environment/:name',
    preHandler: adminOnly,
    schema: { body: flagBody },
    handler: (request, reply) => {
      const { environment, name } = request.params;
      reply.send(store.set(environment, name, request.body));
    },
  });

  fastify.route({
    method: 'DELETE',
    url: '/admin/flags/:environment/:name',
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
