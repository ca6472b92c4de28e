import { createHash, timingSafeEqual } from 'node:crypto';

const { DESK_KEY } = process.env;
if (!DESK_KEY || DESK_KEY.length < 24) throw new Error('DESK_KEY must have at least 24 characters');

const digest = (text) => createHash('sha256').update(text).digest();
const wanted = digest(DESK_KEY);

// The support desk's back end identifies itself with a key
export function requireDeskKey(req, res, next) {
  const [scheme, key] = (req.get('authorization') ?? '').split(' ');
  if (scheme !== 'Bearer' || !key || !timingSafeEqual(digest(key), wanted)) {
    return res.status(401).json({ error: 'unauthorized' });
  }
  next();
}
