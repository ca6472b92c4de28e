import fp from 'fastify-plugin';

export default fp(async function household(app) {
  app.decorate('fromHousehold', async (req) => {
    await req.jwtVerify();
  });

  app.decorate('fromGateway', async (req, reply) => {
    if (req.headers['x-gateway-key'] !== app.config.GATEWAY_KEY) return reply.code(401).send({ error: 'gateway key' });
  });

  // Answers the meter only when it hangs in the caller's household.
  app.decorate('ownMeter', async (req) => {
    const { rows } = await app.pg.query('select id, serial from meters where id = $1 and household_id = $2', [
      req.params.meterId,
      req.user.household,
    ]);
    return rows[0];
  });
});
