import type { NextApiRequest, NextApiResponse } from 'next';
import { db, findFlag } from '@/lib/db';
import { merge } from '@/lib/merge';
import { sessionUser } from '@/lib/session';

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const user = await sessionUser(req, res);
  if (!user) return res.status(401).json({ error: 'Not signed in' });
  if (req.method !== 'PUT') return res.status(405).end();

  const key = String(req.query.key);
  const { rule, settings = {} } = req.body ?? {};
  if (typeof rule !== 'string' || rule.length > 200 || typeof settings !== 'object' || !settings) {
    return res.status(400).json({ error: 'rule and settings are required' });
  }
  const merged = merge(JSON.parse(findFlag(key)?.settings ?? '{}'), settings);
  db.prepare(
    `INSERT INTO flags (key, rule, settings) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET rule = excluded.rule, settings = excluded.settings`,
  ).run(key, rule, JSON.stringify(merged));
  return res.json(findFlag(key));
}
