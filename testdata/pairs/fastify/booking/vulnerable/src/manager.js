const statusBody = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', enum: ['confirmed', 'declined'] } },
};

export default async function manager(app) {
  const { db } = app;

  app.get('/requests', async () => {
    return db('bookings').where({ status: 'requested' }).orderBy('day').limit(200);
  });

  app.put('/requests/:id', { schema: { body: statusBody } }, async (request, reply) => {
    const changed = await db('bookings')
      .where({ id: Number(request.params.id) })
      .update({ status: request.body.status });
    return reply.code(changed ? 200 : 404).send({ changed });
  });
}
