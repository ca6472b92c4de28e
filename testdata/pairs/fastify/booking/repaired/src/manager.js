const statusBody = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', enum: ['confirmed', 'declined'] } },
};

const idParams = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } };

export default async function manager(app) {
  const { db } = app;

  app.get('/requests', async () => {
    return db('bookings').where({ status: 'requested' }).orderBy('day').limit(200);
  });

  app.put('/requests/:id', { schema: { body: statusBody, params: idParams } }, async (request, reply) => {
    const changed = await db('bookings')
      .where({ id: request.params.id })
      .update({ status: request.body.status });
    return reply.code(changed ? 200 : 404).send({ changed });
  });
}
