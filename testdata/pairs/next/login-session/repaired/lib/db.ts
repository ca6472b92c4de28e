import Database from 'better-sqlite3';

export const db = new Database(process.env.DATABASE_FILE ?? 'app.db');

db.exec(`
  CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
  )
`);

export interface UserRow {
  id: number;
  name: string;
  email: string;
  password_hash: string;
}
