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
app.register(multipart);
app.register(async (api) => {
  api.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    await request.jwtVerify();
  });
  api.register(tickets, { prefix: '/tickets' });
});
