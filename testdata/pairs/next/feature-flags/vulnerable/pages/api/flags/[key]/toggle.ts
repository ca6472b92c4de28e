import type { NextApiRequest, NextApiResponse } from 'next';
import { db, findFlag } from '@/lib/db';
import { sessionUser } from '@/lib/session';

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const user = await sessionUser(req, res);
  if (!user?.isAdmin) return res.status(403).json({ error: 'Admins only' });

  const { changes } = db.prepare('UPDATE flags SET enabled = 1 - enabled WHERE key = ?').run(String(req.query.key));
  if (!changes) return res.status(404).json({ error: 'Unknown flag' });
  return res.json(findFlag(req.query.key));
}
