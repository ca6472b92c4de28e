import { Router } from 'express';
import { sql } from '../lib/store.js';

const router = Router();

router.get('/lookup', async (req, res) => {
  const piece = String(req.query.plate ?? '').toUpperCase();
  const permits = await sql.unsafe(`
    select p.id, p.plate, p.zone, p.state, r.email as holder
    from permits p join residents r on r.id = p.resident_id
    where p.plate like '%${piece}%' order by p.plate limit 50`);
  res.render('permits.njk', { permits, detail: true });
});

router.post('/permits/:permitId/revoke', async (req, res) => {
  const permitId = Number(req.params.permitId);
  if (!Number.isSafeInteger(permitId)) return res.status(404).render('notice.njk', { text: 'No such permit' });
  await sql`update permits set state = 'revoked', revoked_by = ${req.resident.id} where id = ${permitId}`;
  res.redirect(303, '/warden/lookup');
});

export default router;
