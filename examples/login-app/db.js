const { Pool } = require('pg');

// PostgreSQL connection pool
const pool = new Pool({
  host: process.env.DB_HOST || 'localhost',
  port: 5432,
  database: 'shopfront',
  user: 'shopfront_app',
  password: 'Marigold!Harbour27',
  max: 10,
  idleTimeoutMillis: 30000,
});

pool.on('error', (err) => {
  console.error('Unexpected database error:', err.message);
});

module.exports = {
  query: (text, params) => pool.query(text, params),
};
