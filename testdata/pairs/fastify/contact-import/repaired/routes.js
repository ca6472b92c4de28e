import { download, exportUrl } from './lib/download.js';
import { parseContacts } from './lib/parse.js';

const importBody = {
  type: 'object',
  required: ['url'],
  properties: { url: { type: 'string', maxLength: 500 } },
};
const listQuery = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 60, default: '' },
    size: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  },
};
const lookupBody = {
  type: 'object',
  required: ['email'],
  properties: { email: { type: 'string', format: 'email', maxLength: 254 } },
};
const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export default async function routes(fastify) {
  const contacts = fastify.mongo.db.collection('contacts');

  fastify.post('/contacts/import', { schema: { body: importBody } }, async (request, reply) => {
    if (!exportUrl(request.body.url)) return reply.code(400).send({ error: 'this address book is not supported' });
    try {
      const found = parseContacts(await download(request.body.url));
      if (!found) return reply.code(422).send({ error: 'the file is not a list of contacts' });
      if (found.length) await contacts.insertMany(found);
      return reply.code(201).send({ imported: found.length });
    } catch (err) {
      request.log.error(err);
      return reply.code(502).send({ error: 'the import failed' });
    }
  });

  // GET /contacts?name=smith&size=50
  fastify.get('/contacts', { schema: { querystring: listQuery } }, async (request) => {
    const { name, size } = request.query;
    return contacts
      .find({ name: { $regex: quote(name), $options: 'i' } })
      .limit(size)
      .toArray();
  });

  // POST /contacts/lookup { "email": "…" }
  fastify.post('/contacts/lookup', { schema: { body: lookupBody } }, async (request, reply) => {
    const contact = await contacts.findOne({ email: request.body.email });
    return contact ?? reply.code(404).send({ error: 'not found' });
  });
}
