import { createHash, timingSafeEqual } from 'node:crypto';
import fp from 'fastify-plugin';

const sha = (text) => createHash('sha256').update(text).digest();

export default fp(async function household(app) {
  const expected = sha(app.config.GATEWAY_KEY);

  app.decorate('fromHousehold', async (req) => {
    await req.jwtVerify();
  });

  app.decorate('fromGateway', async (req, reply) => {
    const key = req.headers['x-gateway-key'];
    if (typeof key !== 'string' || !timingSafeEqual(sha(key), expected)) return reply.code(401).send({ error: 'gateway key' });
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
