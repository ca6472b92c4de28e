import { Router } from 'express';
import * as v from 'valibot';
import { sql } from '../lib/store.js';

const router = Router();

const Application = v.object({
  plate: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^[A-Z0-9-]{2,10}$/)),
  zone: v.picklist(['north', 'harbour', 'old-town']),
});

router.param('permitId', (req, res, next, value) => {
  req.permitId = Number(value);
  if (!Number.isSafeInteger(req.permitId)) return next('route');
  next();
});

router.get('/', async (req, res) => {
  const permits = await sql`select id, plate, zone, state from permits where resident_id = ${req.resident.id} order by id desc`;
  res.render('permits.njk', { permits });
});

router.post('/', async (req, res) => {
  const form = v.safeParse(Application, req.body);
  if (!form.success) return res.status(422).render('notice.njk', { text: 'Please check plate and zone.' });
  const { plate, zone } = form.output;
  const [{ id }] = await sql`
    insert into permits (resident_id, plate, zone, state) values (${req.resident.id}, ${plate}, ${zone}, 'requested') returning id`;
  res.redirect(303, `/permits/${id}`);
});

router.get('/:permitId', async (req, res) => {
  const [permit] = await sql`select id, plate, zone, state, valid_until, holder_address from permits where id = ${req.permitId}`;
  if (!permit) return res.status(404).render('notice.njk', { text: 'No such permit' });
  res.render('permits.njk', { permits: [permit], detail: true });
});

router.post('/:permitId/cancel', async (req, res) => {
  await sql`update permits set state = 'cancelled' where id = ${req.permitId} and resident_id = ${req.resident.id}`;
  res.redirect(303, '/permits');
});

export default router;
