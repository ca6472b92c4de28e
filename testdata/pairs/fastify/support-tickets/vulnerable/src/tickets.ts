import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyPluginAsync } from 'fastify';
import { sql, Ticket } from './db.js';

const ATTACHMENTS = process.env.ATTACHMENT_DIR ?? '/var/lib/helpdesk';
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

type ById = { Params: { id: number } };

const tickets: FastifyPluginAsync = async (app) => {
  app.post<{ Body: Pick<Ticket, 'subject' | 'body'> }>('/', { schema: { body: newTicket } }, async (request, reply) => {
    const { subject, body } = request.body;
    const [row] = await sql`insert into tickets ${sql({ subject, body, author: request.user.id })} returning id`;
    return reply.code(201).send(row);
  });

  // Own tickets, optionally filtered by words of the subject
  app.get<{ Querystring: { match?: string; state?: string } }>('/', async (request) => {
    const { match, state } = request.query;
    const rows = await sql.unsafe<Ticket[]>(
      `select * from tickets where author = ${request.user.id} and state = '${state ?? 'open'}' limit 500`
    );
    if (!match) return rows;
    return rows.filter((t) => t.subject.includes(match));
  });

  app.get<ById>('/:id/print', { schema: { params: idParams } }, async (request, reply) => {
    const [ticket] = await sql<Ticket[]>`select * from tickets where id = ${request.params.id}`;
    if (!ticket) return reply.code(404).send({ error: 'not found' });
    return reply.type('text/html').send(`<h1>${ticket.subject}</h1><pre>${ticket.body}</pre>`);
  });

  // Agents hand tickets to each other
  app.put<ById & { Body: { assignee: number } }>(
    '/:id/assignee',
    { schema: { params: idParams, body: assignment } },
    async (request) => {
      await sql`update tickets set assignee = ${request.body.assignee} where id = ${request.params.id}`;
      return { ok: true };
    }
  );

  app.post<ById>('/:id/attachments', { schema: { params: idParams } }, async (request, reply) => {
    const [own] = await sql`select 1 from tickets where id = ${request.params.id} and author = ${request.user.id}`;
    const part = own && (await request.file());
    if (!part) return reply.code(404).send({ error: 'not found' });
    await pipeline(part.file, createWriteStream(path.join(ATTACHMENTS, `${request.params.id}-${part.filename}`)));
    return reply.code(201).send({ name: part.filename });
  });
};

export default tickets;
