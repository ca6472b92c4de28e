import Database from 'better-sqlite3';

export const db = new Database(process.env.FLAGS_DB ?? 'flags.db');

db.exec(`
  CREATE TABLE IF NOT EXISTS flags (
    key TEXT PRIMARY KEY,
    enabled INTEGER NOT NULL DEFAULT 0,
    rule TEXT NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}'
  )
`);

export interface Flag {
  key: string;
  enabled: 0 | 1;
  rule: string;
  settings: string;
}

export const findFlag = (key: unknown) =>
  db.prepare('SELECT * FROM flags WHERE key = ?').get(String(key)) as Flag | undefined;

export const allFlags = () => db.prepare('SELECT * FROM flags ORDER BY key').all() as Flag[];
