const bookingBody = {
  type: 'object',
  required: ['room', 'day'],
  additionalProperties: false,
  properties: {
    room: { type: 'integer', minimum: 1, maximum: 500 },
    day: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  },
};
const idParams = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } };

export default async function bookings(app) {
  const { db } = app;

  app.get('/', async (request) => db('bookings').where({ personId: request.user.id }).orderBy('day').limit(100));

  app.post('/', { schema: { body: bookingBody } }, async (request, reply) => {
    const { room, day } = request.body;
    const taken = await db('bookings').where({ room, day, status: 'confirmed' }).first();
    if (taken) return reply.code(409).send({ error: 'the room is taken' });
    const [id] = await db('bookings').insert({ personId: request.user.id, ...request.body });
    return reply.code(201).send({ id });
  });

  app.delete('/:id', { schema: { params: idParams } }, async (request, reply) => {
    const removed = await db('bookings').where({ id: request.params.id, personId: request.user.id }).del();
    return reply.code(removed ? 204 : 404).send();
  });
}
