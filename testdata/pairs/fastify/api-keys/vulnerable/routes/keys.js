'use strict';

module.exports = async (fastify) => {
  fastify.addHook('onRequest', fastify.signedIn);

  fastify.get('/', async (request) => {
    return fastify.db.prepare('SELECT * FROM api_keys WHERE account_id = ?').all(request.user.accountId);
  });

  fastify.post('/', async (request, reply) => {
    const { label } = request.body;
    const secret = 'dp_' + Math.random().toString(36).substring(2) + Math.random().toString(36).substring(2);
    const info = fastify.db
      .prepare('INSERT INTO api_keys (account_id, label, prefix, secret) VALUES (?, ?, ?, ?)')
      .run(request.user.accountId, label, secret.slice(0, 7), secret);
    request.log.info({ label, secret }, 'api key created');
    return reply.code(201).send({ id: Number(info.lastInsertRowid), label, secret });
  });

  fastify.delete('/:id', async (request, reply) => {
    const info = fastify.db.prepare('DELETE FROM api_keys WHERE id = ?').run(Number(request.params.id));
    return reply.code(info.changes ? 204 : 404).send();
  });
};
