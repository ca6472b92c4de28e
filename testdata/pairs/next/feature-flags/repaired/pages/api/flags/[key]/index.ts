import { db, findFlag } from '@/lib/db';
import { merge } from '@/lib/merge';
import { isRule } from '@/lib/rules';
import { withAdmin } from '@/lib/session';

export default withAdmin(async (req, res) => {
  if (req.method !== 'PUT') return res.status(405).end();

  const key = String(req.query.key);
  const { rule, settings = {} } = req.body ?? {};
  const isObject = typeof settings === 'object' && settings !== null && !Array.isArray(settings);
  if (typeof rule !== 'string' || rule.length > 200 || !isRule(rule) || !isObject || key.length > 60) {
    return res.status(400).json({ error: 'rule and settings are required' });
  }
  const merged = merge(JSON.parse(findFlag(key)?.settings ?? '{}'), settings);
  db.prepare(
    `INSERT INTO flags (key, rule, settings) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET rule = excluded.rule, settings = excluded.settings`,
  ).run(key, rule, JSON.stringify(merged));
  return res.json(findFlag(key));
});
