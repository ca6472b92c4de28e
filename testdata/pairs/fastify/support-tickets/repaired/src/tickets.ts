import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { sql, Ticket } from './db.js';

const ATTACHMENTS = process.env.ATTACHMENT_DIR ?? '/var/lib/helpdesk';
const EXTENSIONS: Record<string, string> = { 'image/png': '.png', 'image/jpeg': '.jpg', 'text/plain': '.txt' };
const idParams = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } } as const;
const newTicket = {
  type: 'object',
  required: ['subject', 'body'],
  additionalProperties: false,
  properties: { subject: { type: 'string', maxLength: 120 }, body: { type: 'string', maxLength: 10000 } },
} as const;
const assignment = {
  type: 'object',
  required: ['assignee'],
  properties: { assignee: { type: 'integer', minimum: 1 } },
} as const;
const filter = {
  type: 'object',
  properties: { match: { type: 'string', maxLength: 60 }, state: { type: 'string', enum: ['open', 'closed'], default: 'open' } },
} as const;

type ById = { Params: { id: number } };

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => ENTITIES[c]);

async function agentsOnly(request: FastifyRequest, reply: FastifyReply) {
  if (!request.user.agent) return reply.code(403).send({ error: 'agents only' });
}

const tickets: FastifyPluginAsync = async (app) => {
  app.post<{ Body: Pick<Ticket, 'subject' | 'body'> }>('/', { schema: { body: newTicket } }, async (request, reply) => {
    const { subject, body } = request.body;
    const [row] = await sql`insert into tickets ${sql({ subject, body, author: request.user.id })} returning id`;
    return reply.code(201).send(row);
  });

  // Own tickets, optionally filtered by words of the subject
  app.get<{ Querystring: { match?: string; state: string } }>('/', { schema: { querystring: filter } }, async (request) => {
    const { match, state } = request.query;
    const rows = await sql<Ticket[]>`
      select * from tickets where author = ${request.user.id} and state = ${state} limit 500`;
    if (!match) return rows;
    const needle = match.toLowerCase();
    return rows.filter((t) => t.subject.toLowerCase().includes(needle));
  });

  app.get<ById>('/:id/print', { schema: { params: idParams } }, async (request, reply) => {
    const [ticket] = await sql<Ticket[]>`
      select * from tickets where id = ${request.params.id} and (author = ${request.user.id} or ${request.user.agent})`;
    if (!ticket) return reply.code(404).send({ error: 'not found' });
    return reply.type('text/html').send(`<h1>${escapeHtml(ticket.subject)}</h1><pre>${escapeHtml(ticket.body)}</pre>`);
  });

  // Agents hand tickets to each other
  app.put<ById & { Body: { assignee: number } }>(
    '/:id/assignee',
    { preHandler: agentsOnly, schema: { params: idParams, body: assignment } },
    async (request) => {
      await sql`update tickets set assignee = ${request.body.assignee} where id = ${request.params.id}`;
      return { ok: true };
    }
  );

  app.post<ById>('/:id/attachments', { schema: { params: idParams } }, async (request, reply) => {
    const [own] = await sql`select 1 from tickets where id = ${request.params.id} and author = ${request.user.id}`;
    const part = own && (await request.file());
    if (!part) return reply.code(404).send({ error: 'not found' });
    const extension = EXTENSIONS[part.mimetype];
    if (!extension) return reply.code(415).send({ error: 'only pictures and text' });
    const target = path.join(ATTACHMENTS, randomUUID() + extension);
    await pipeline(part.file, createWriteStream(target, { flags: 'wx' }));
    if (part.file.truncated) {
      await unlink(target);
      return reply.code(413).send({ error: 'too large' });
    }
    return reply.code(201).send({ name: path.basename(target) });
  });
};

export default tickets;
