import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const params = { type: 'object', required: ['month'], properties: { month: { type: 'string', pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' } } };

export default async function statements(app) {
  const root = join(app.config.DATA_DIR, 'statements');
  const shelfOf = (req) => join(root, String(Number(req.user.household)));

  app.get('/statements', { preHandler: app.fromHousehold }, async (req) => {
    const names = await readdir(shelfOf(req)).catch(() => []);
    return names.map((name) => name.replace('.pdf', ''));
  });

  app.get('/statements/:month', { preHandler: app.fromHousehold, schema: { params } }, async (req, reply) => {
    const file = join(shelfOf(req), `${req.params.month}.pdf`);
    const info = await stat(file).catch(() => null);
    if (!info?.isFile()) return reply.code(404).send({ error: 'no statement' });
    return reply.type('application/pdf').send(createReadStream(file));
  });
}
