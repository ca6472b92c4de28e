import Database from 'better-sqlite3';

export interface User {
  id: number;
  email: string;
  password_hash: string;
}

const db = new Database(process.env.DB_PATH || 'data.db');
db.exec(`
  CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, password_hash TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS password_resets (token TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));
`);

export const users = {
  byEmail: (email: string) => db.prepare('SELECT * FROM users WHERE email = ?').get(email) as User | undefined,
  setPassword: (id: number, hash: string) => db.prepare('UPDATE users SET password_hash = ? WHERE id = ?').run(hash, id),
};

export const resets = {
  add: (userId: number, token: string) =>
    db.prepare('INSERT INTO password_resets (token, user_id) VALUES (?, ?)').run(token, userId),
  // a token works once
  take: (token: string) =>
    db.prepare('DELETE FROM password_resets WHERE token = ? RETURNING user_id').get(token) as { user_id: number } | undefined,
};
