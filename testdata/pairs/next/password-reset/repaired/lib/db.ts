import { createHash } from 'crypto';
import Database from 'better-sqlite3';

export interface User {
  id: number;
  email: string;
  password_hash: string;
}

const LIFETIME_MS = 30 * 60 * 1000;

const db = new Database(process.env.DB_PATH || 'data.db');
db.exec(`
  CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, password_hash TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS password_resets (
    digest TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL
  );
`);

const digest = (token: string) => createHash('sha256').update(token).digest('hex');

export const users = {
  byEmail: (email: string) => db.prepare('SELECT * FROM users WHERE email = ?').get(email) as User | undefined,
  setPassword: (id: number, hash: string) => db.prepare('UPDATE users SET password_hash = ? WHERE id = ?').run(hash, id),
};

export const resets = {
  add: (userId: number, token: string) =>
    db
      .prepare('INSERT INTO password_resets (digest, user_id, expires_at) VALUES (?, ?, ?)')
      .run(digest(token), userId, Date.now() + LIFETIME_MS),
  // a token works once
  take: (token: string) =>
    db
      .prepare('DELETE FROM password_resets WHERE digest = ? AND expires_at > ? RETURNING user_id')
      .get(digest(token), Date.now()) as { user_id: number } | undefined,
};
