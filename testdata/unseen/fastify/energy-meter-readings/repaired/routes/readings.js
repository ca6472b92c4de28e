import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';

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

const pictureTypes = new Map([['image/jpeg', 'jpg'], ['image/png', 'png']]);

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
    const picture = await part.toBuffer();
    const found = await fileTypeFromBuffer(picture);
    const ending = pictureTypes.get(found?.mime);
    if (!ending) return reply.code(415).send({ error: 'JPEG or PNG please' });
    const name = `${randomUUID()}.${ending}`;
    await writeFile(join(photoDir, name), picture, { flag: 'wx' });
    await app.pg.query('insert into meter_photos (meter_id, file) values ($1, $2)', [meter.id, name]);
    return reply.code(201).send({ photo: name });
  });

  app.delete('/readings/:readingId', { preHandler: app.fromHousehold, schema: { params: readingParams } }, async (req, reply) => {
    const { rowCount } = await app.pg.query(
      'delete from readings r using meters m where m.id = r.meter_id and r.id = $1 and m.household_id = $2',
      [req.params.readingId, req.user.household],
    );
    return reply.code(rowCount ? 204 : 404).send();
  });
}
