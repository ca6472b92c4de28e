'use strict';

const { createHash, randomBytes } = require('crypto');

const VISIBLE = ['id', 'label', 'prefix', 'created_at'];
const listKeys = `SELECT ${VISIBLE.join(', ')} FROM api_keys WHERE account_id = ? ORDER BY id LIMIT 100`;

const newKey = {
  type: 'object',
  required: ['label'],
  additionalProperties: false,
  properties: { label: { type: 'string', minLength: 1, maxLength: 60 } },
};
const byId = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } };

module.exports = async (fastify) => {
  fastify.addHook('onRequest', fastify.signedIn);

  fastify.get('/', async (request) => {
    return fastify.db.prepare(listKeys).all(request.user.accountId);
  });

  fastify.post('/', { schema: { body: newKey } }, async (request, reply) => {
    const { label } = request.body;
    const secret = 'dp_' + randomBytes(32).toString('base64url');
    const fingerprint = createHash('sha256').update(secret).digest('hex');
    const info = fastify.db
      .prepare('INSERT INTO api_keys (account_id, label, prefix, secret) VALUES (?, ?, ?, ?)')
      .run(request.user.accountId, label, secret.slice(0, 7), fingerprint);
    request.log.info({ id: Number(info.lastInsertRowid) }, 'api key created');
    // The only time that the secret is shown
    return reply.code(201).send({ id: Number(info.lastInsertRowid), label, secret });
  });

  fastify.delete('/:id', { schema: { params: byId } }, async (request, reply) => {
    const info = fastify.db
      .prepare('DELETE FROM api_keys WHERE id = ? AND account_id = ?')
      .run(request.params.id, request.user.accountId);
    return reply.code(info.changes ? 204 : 404).send();
  });
};
