import * as Database from 'better-sqlite3';

export type Db = Database.Database;

export function openDb(): Db {
  const db = new Database(process.env.DB_FILE ?? 'payments.db');
  db.exec(`
    CREATE TABLE IF NOT EXISTS payments (
      id INTEGER PRIMARY KEY,
      reference TEXT UNIQUE NOT NULL,
      amount_cents INTEGER NOT NULL,
      status TEXT NOT NULL DEFAULT 'pending'
    );
    INSERT OR IGNORE INTO payments (reference, amount_cents) VALUES ('demo-1001', 4900), ('demo-1002', 12500);
  `);
  return db;
}
