import type { NextApiRequest, NextApiResponse } from 'next';
import { allFlags } from '@/lib/db';
import { matches } from '@/lib/rules';
import { sessionUser } from '@/lib/session';

// flags for the signed-in user, read by the client at start
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const user = await sessionUser(req, res);
  if (!user) return res.status(401).json({ error: 'Not signed in' });

  const active = allFlags().filter((flag) => flag.enabled && matches(flag.rule, user));
  res.json(Object.fromEntries(active.map((flag) => [flag.key, JSON.parse(flag.settings)])));
}
