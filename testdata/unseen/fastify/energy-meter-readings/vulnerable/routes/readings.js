import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const meterParams = { type: 'object', properties: { meterId: { type: 'integer' } }, required: ['meterId'] };
const readingParams = { type: 'object', properties: { readingId: { type: 'integer' } }, required: ['readingId'] };
const gatewayBody = {
  type: 'object',
  required: ['serial', 'kwh', 'takenAt'],
  additionalProperties: false,
  properties: {
    serial: { type: 'string', pattern: '^[A-Z0-9]{8,16}$' },
    kwh: { type: 'number', minimum: 0, maximum: 10000000 },
    takenAt: { type: 'string', format: 'date-time' },
  },
};

export default async function readings(app) {
  const photoDir = join(app.config.DATA_DIR, 'meter-photos');

  app.get('/meters/:meterId/readings', { preHandler: app.fromHousehold, schema: { params: meterParams } }, async (req, reply) => {
    const meter = await app.ownMeter(req);
    if (!meter) return reply.code(404).send({ error: 'no such meter' });
    const { rows } = await app.pg.query('select id, kwh, taken_at from readings where meter_id = $1 order by taken_at desc limit 400', [meter.id]);
    return rows;
  });

  app.post('/gateway/readings', { preHandler: app.fromGateway, schema: { body: gatewayBody } }, async (req, reply) => {
    const { serial, kwh, takenAt } = req.body;
    await app.pg.query('insert into readings (meter_id, kwh, taken_at) select id, $2, $3 from meters where serial = $1', [serial, kwh, takenAt]);
    return reply.code(202).send();
  });

  app.post('/meters/:meterId/photo', { preHandler: app.fromHousehold, schema: { params: meterParams } }, async (req, reply) => {
    const meter = await app.ownMeter(req);
    if (!meter) return reply.code(404).send({ error: 'no such meter' });
    const part = await req.file();
    if (!part) return reply.code(400).send({ error: 'photo missing' });
    await writeFile(join(photoDir, part.filename), await part.toBuffer());
    await app.pg.query('insert into meter_photos (meter_id, file) values ($1, $2)', [meter.id, part.filename]);
    return reply.code(201).send({ photo: part.filename });
  });

  app.delete('/readings/:readingId', { schema: { params: readingParams } }, async (req, reply) => {
    const { rowCount } = await app.pg.query('delete from readings where id = $1', [req.params.readingId]);
    return reply.code(rowCount ? 204 : 404).send();
  });
}
