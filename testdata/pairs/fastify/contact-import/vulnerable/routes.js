import { download } from './lib/download.js';
import { parseContacts } from './lib/parse.js';

const importBody = {
  type: 'object',
  required: ['url'],
  properties: { url: { type: 'string', maxLength: 500 } },
};

export default async function routes(fastify) {
  const contacts = fastify.mongo.db.collection('contacts');

  fastify.post('/contacts/import', { schema: { body: importBody } }, async (request, reply) => {
    try {
      const found = parseContacts(await download(request.body.url));
      if (found.length) await contacts.insertMany(found);
      return reply.code(201).send({ imported: found.length });
    } catch (err) {
      request.log.error(err);
      return reply.code(422).send({ error: 'the import failed' });
    }
  });

  // GET /contacts?name=smith&size=50
  fastify.get('/contacts', async (request) => {
    const { name = '', size = 50 } = request.query;
    return contacts
      .find({ $where: `this.name.toLowerCase().includes('${name}'.toLowerCase())` })
      .limit(Number(size))
      .toArray();
  });

  // POST /contacts/lookup { "email": "…" }
  fastify.post('/contacts/lookup', async (request, reply) => {
    const contact = await contacts.findOne({ email: request.body.email });
    return contact ?? reply.code(404).send({ error: 'not found' });
  });
}
