'use strict';

const fp = require('fastify-plugin');
const Database = require('better-sqlite3');

module.exports = fp(async (fastify, opts) => {
  const db = new Database(opts.dbFile || ':memory:');
  db.exec(`
    CREATE TABLE IF NOT EXISTS accounts (
      id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, password_hash TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS api_keys (
      id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, label TEXT NOT NULL, prefix TEXT NOT NULL,
      secret TEXT NOT NULL, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
  `);
  fastify.decorate('db', db);
  fastify.addHook('onClose', async () => db.close());
});
