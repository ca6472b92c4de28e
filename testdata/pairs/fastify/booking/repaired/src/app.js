import jwt from '@fastify/jwt';
import rateLimit from '@fastify/rate-limit';
import bcrypt from 'bcryptjs';
import Fastify from 'fastify';
import bookings from './bookings.js';
import manager from './manager.js';
import { openStore } from './store.js';

export async function createApp({ logger = false } = {}) {
  const secret = process.env.JWT_KEY;
  if (!secret) throw new Error('JWT_KEY is required');

  const app = Fastify({ logger });
  const db = await openStore(process.env.DB_FILE);
  app.decorate('db', db);
  app.addHook('onClose', () => db.destroy());
  app.setErrorHandler((error, request, reply) => {
    request.log.error(error);
    const known = error.statusCode >= 400 && error.statusCode < 500;
    return reply.code(known ? error.statusCode : 500).send({ error: known ? 'bad request' : 'internal error' });
  });
  await app.register(rateLimit, { global: false });
  await app.register(jwt, { secret, verify: { algorithms: ['HS256'] } });

  const loginBody = {
    type: 'object',
    required: ['email', 'password'],
    properties: { email: { type: 'string', maxLength: 200 }, password: { type: 'string', maxLength: 72 } },
  };
  app.route({
    method: 'POST',
    url: '/login',
    schema: { body: loginBody },
    onRequest: app.rateLimit({ max: 8, timeWindow: '10 minutes' }),
    handler: async (request, reply) => {
      const person = await db('people').where({ email: request.body.email }).first();
      if (!person || !bcrypt.compareSync(request.body.password, person.passwordHash)) {
        return reply.code(401).send({ error: 'unknown e-mail or password' });
      }
      return { token: app.jwt.sign({ id: person.id, role: person.role }, { expiresIn: '1h' }) };
    },
  });

  // Which rooms are free is shown on the website
  const roomParams = { type: 'object', properties: { room: { type: 'integer' } } };
  app.get('/rooms/:room/calendar', { schema: { params: roomParams } }, async (request) => {
    return db('bookings').where({ room: request.params.room, status: 'confirmed' }).select('day').limit(366);
  });

  await app.register(async (people) => {
    people.addHook('onRequest', async (request, reply) => {
      try {
        await request.jwtVerify();
      } catch {
        return reply.code(401).send({ error: 'sign in first' });
      }
    });
    people.register(bookings, { prefix: '/bookings' });
    people.register(async (staff) => {
      staff.addHook('preHandler', async (request, reply) => {
        if (request.user.role !== 'manager') return reply.code(403).send({ error: 'managers only' });
      });
      staff.register(manager, { prefix: '/manager' });
    });
  });

  return app;
}
