const fs = require('fs');
const path = require('path');
const Database = require('better-sqlite3');

const root = path.resolve(process.env.VAULT_DIR || './vault');
fs.mkdirSync(path.join(root, 'templates'), { recursive: true });

const db = new Database(process.env.DB_FILE || path.join(root, 'vault.db'));
db.exec(`
  CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    stored_name TEXT NOT NULL
  )
`);

module.exports = { db, root };
