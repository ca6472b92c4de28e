import { createHash, randomBytes } from 'node:crypto';
import postgres from 'postgres';

if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set');
export const sql = postgres(process.env.DATABASE_URL, { max: 8 });

const COOKIE = 'permit_sid';
const HALF_DAY = 12 * 60 * 60 * 1000;
const fingerprint = (sid) => createHash('sha256').update(sid).digest('hex');

export async function openSession(res, residentId) {
  const sid = randomBytes(32).toString('base64url');
  const until = new Date(Date.now() + HALF_DAY);
  await sql`insert into sessions (sid_hash, resident_id, expires_at) values (${fingerprint(sid)}, ${residentId}, ${until})`;
  res.cookie(COOKIE, sid, { maxAge: HALF_DAY });
}

export async function closeSession(req, res) {
  const sid = req.cookies[COOKIE];
  if (typeof sid === 'string') await sql`delete from sessions where sid_hash = ${fingerprint(sid)}`;
  res.clearCookie(COOKIE);
}

export async function attachResident(req, res, next) {
  const sid = req.cookies[COOKIE];
  if (typeof sid === 'string') {
    const [row] = await sql`
      select r.id, r.email
      from sessions s join residents r on r.id = s.resident_id
      where s.sid_hash = ${fingerprint(sid)} and s.expires_at > now()`;
    req.resident = row;
  }
  next();
}

export function residentsOnly(req, res, next) {
  if (!req.resident) return res.redirect('/sign-in');
  next();
}
