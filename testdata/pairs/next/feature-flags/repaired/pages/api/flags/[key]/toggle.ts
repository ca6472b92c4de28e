import { db, findFlag } from '@/lib/db';
import { withAdmin } from '@/lib/session';

export default withAdmin(async (req, res) => {
  if (req.method !== 'POST') return res.status(405).end();

  const { changes } = db.prepare('UPDATE flags SET enabled = 1 - enabled WHERE key = ?').run(String(req.query.key));
  if (!changes) return res.status(404).json({ error: 'Unknown flag' });
  return res.json(findFlag(req.query.key));
});
