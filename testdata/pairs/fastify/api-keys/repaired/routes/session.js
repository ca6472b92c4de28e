'use strict';

const bcrypt = require('bcryptjs');

const credentials = {
  type: 'object',
  required: ['email', 'password'],
  additionalProperties: false,
  properties: {
    email: { type: 'string', format: 'email', maxLength: 254 },
    password: { type: 'string', minLength: 12, maxLength: 72 },
  },
};

const strict = { max: 10, timeWindow: '5 minutes' };

module.exports = async (fastify) => {
  fastify.post('/accounts', { config: { rateLimit: strict }, schema: { body: credentials } }, async (request, reply) => {
    const { email, password } = request.body;
    const hash = await bcrypt.hash(password, 10);
    const known = fastify.db.prepare('SELECT 1 FROM accounts WHERE email = ?').get(email);
    if (known) return reply.code(409).send({ error: 'Sign-up failed' });
    fastify.db.prepare('INSERT INTO accounts (email, password_hash) VALUES (?, ?)').run(email, hash);
    return reply.code(201).send({ email });
  });

  fastify.post('/session', { config: { rateLimit: strict }, schema: { body: credentials } }, async (request, reply) => {
    const { email, password } = request.body;
    const account = fastify.db.prepare('SELECT id, password_hash FROM accounts WHERE email = ?').get(email);
    if (!account || !(await bcrypt.compare(password, account.password_hash))) {
      return reply.code(401).send({ error: 'Wrong e-mail or password' });
    }
    return { token: fastify.jwt.sign({ accountId: account.id }) };
  });
};
