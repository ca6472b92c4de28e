import jwt from '@fastify/jwt';
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
  await app.register(jwt, { secret, verify: { algorithms: ['HS256'] } });

  const loginBody = {
    type: 'object',
    required: ['email', 'password'],
    properties: { email: { type: 'string', maxLength: 200 }, password: { type: 'string', maxLength: 72 } },
  };
  app.post('/login', { schema: { body: loginBody } }, async (request, reply) => {
    const person = await db('people').where({ email: request.body.email }).first();
    if (!person || !bcrypt.compareSync(request.body.password, person.passwordHash)) {
      return reply.code(401).send({ error: 'unknown e-mail or password' });
    }
    return { token: app.jwt.sign({ id: person.id, role: person.role }, { expiresIn: '365d' }) };
  });

  // Which rooms are free is shown on the website
  app.get('/rooms/:room/calendar', async (request) => {
    return db('bookings').where({ room: Number(request.params.room), status: 'confirmed' }).select('day').limit(366);
  });

  await app.register(async (guests) => {
    guests.addHook('onRequest', async (request, reply) => {
      try {
        await request.jwtVerify();
      } catch {
        return reply.code(401).send({ error: 'sign in first' });
      }
    });
    guests.register(bookings, { prefix: '/bookings' });
  });
  await app.register(manager, { prefix: '/manager' });

  return app;
}
