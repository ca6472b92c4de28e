import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export default async function statements(app) {
  const root = join(app.config.DATA_DIR, 'statements');
  const shelfOf = (req) => join(root, String(Number(req.user.household)));

  app.get('/statements', { preHandler: app.fromHousehold }, async (req) => {
    const names = await readdir(shelfOf(req)).catch(() => []);
    return names;
  });

  app.get('/statements/*', { preHandler: app.fromHousehold }, async (req, reply) => {
    const file = join(shelfOf(req), req.params['*']);
    const info = await stat(file).catch(() => null);
    if (!info?.isFile()) return reply.code(404).send({ error: 'no statement' });
    return reply.type('application/pdf').send(createReadStream(file));
  });
}
