import { Router } from 'express';
import argon2 from 'argon2';
import * as v from 'valibot';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { sql, openSession, closeSession } from '../lib/store.js';

const router = Router();
const attempts = new RateLimiterMemory({ points: 6, duration: 15 * 60 });
const landing = ['/permits', '/warden'];

const Credentials = v.object({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email()),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});

async function brake(req, res, next) {
  const spent = await attempts.consume(req.ip).then(() => false, () => true);
  if (spent) return res.status(429).render('sign-in.njk', { problem: 'Too many attempts, try again in 15 minutes.' });
  next();
}

router.get('/sign-in', (req, res) => res.render('sign-in.njk', { next: req.query.next }));

router.post('/sign-in', brake, async (req, res) => {
  const form = v.safeParse(Credentials, req.body);
  if (!form.success) return res.status(422).render('sign-in.njk', { problem: 'Please fill in both fields.' });
  const [row] = await sql`select id, password_hash from residents where email = ${form.output.email}`;
  if (!row || !(await argon2.verify(row.password_hash, form.output.password))) {
    return res.status(401).render('sign-in.njk', { problem: 'Wrong e-mail or password.' });
  }
  await openSession(res, row.id);
  res.redirect(303, landing.includes(req.body.next) ? req.body.next : '/permits');
});

router.post('/sign-out', async (req, res) => {
  await closeSession(req, res);
  res.redirect(303, '/sign-in');
});

export default router;
