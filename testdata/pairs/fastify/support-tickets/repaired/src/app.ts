import jwt from '@fastify/jwt';
import multipart from '@fastify/multipart';
import Fastify, { FastifyReply, FastifyRequest } from 'fastify';
import tickets from './tickets.js';

declare module '@fastify/jwt' {
  interface FastifyJWT { user: { id: number; agent: boolean } }
}

const secret = process.env.JWT_SECRET;
if (!secret) throw new Error('JWT_SECRET is required');

export const app = Fastify({ logger: true });
app.register(jwt, { secret, verify: { algorithms: ['HS256'], maxAge: '1h' } });
app.register(multipart, { limits: { fileSize: 5 * 1024 * 1024, files: 1 } });
app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
  request.log.error(error);
  const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
  reply.code(status).send({ error: status === 500 ? 'internal error' : 'invalid request' });
});
app.register(async (api) => {
  // A failed check rejects with status 401, the error handler answers
  api.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    await request.jwtVerify();
  });
  api.register(tickets, { prefix: '/tickets' });
});
