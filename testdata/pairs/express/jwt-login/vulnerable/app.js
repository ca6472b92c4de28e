const crypto = require('crypto');
const express = require('express');
const jwt = require('jsonwebtoken');
const Database = require('better-sqlite3');

const JWT_SECRET = 'harbor-lantern-5521';

const db = new Database(process.env.DB_FILE || ':memory:');
db.exec(`
  CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'user'
  )
`);

const app = express();
app.use(express.json());

function hashPassword(password) {
  return crypto.createHash('sha256').update(password).digest('hex');
}

// Reads the credentials from the body, returns null if they are not usable
function readCredentials(body) {
  const { email, password } = body || {};
  if (typeof email !== 'string' || !email.includes('@') || email.length > 254) return null;
  if (typeof password !== 'string' || password.length < 10 || password.length > 72) return null;
  return { email: email.toLowerCase(), password };
}

// Register a new account
app.post('/api/auth/register', (req, res) => {
  const credentials = readCredentials(req.body);
  if (!credentials) {
    return res.status(400).json({ error: 'A valid e-mail and a password of 10 to 72 characters are required' });
  }
  const role = req.body.role || 'user';
  const taken = db.prepare('SELECT 1 FROM users WHERE email = ?').get(credentials.email);
  if (taken) {
    return res.status(409).json({ error: 'Registration failed' });
  }
  const info = db
    .prepare('INSERT INTO users (email, password_hash, role) VALUES (?, ?, ?)')
    .run(credentials.email, hashPassword(credentials.password), role);
  res.status(201).json({ id: Number(info.lastInsertRowid), email: credentials.email });
});

// Login and hand out a token
app.post('/api/auth/login', (req, res) => {
  const credentials = readCredentials(req.body);
  if (!credentials) {
    return res.status(400).json({ error: 'Email and password are required' });
  }
  const user = db.prepare('SELECT * FROM users WHERE email = ?').get(credentials.email);
  if (!user || user.password_hash !== hashPassword(credentials.password)) {
    return res.status(401).json({ error: 'Invalid email or password' });
  }
  const token = jwt.sign({ sub: String(user.id), role: user.role }, JWT_SECRET);
  res.json({ token });
});

// Middleware for protected routes
function authenticate(req, res, next) {
  const header = req.headers.authorization || '';
  const [scheme, token] = header.split(' ');
  if (scheme !== 'Bearer' || !token) {
    return res.status(401).json({ error: 'Missing token' });
  }
  const payload = jwt.verify(token, JWT_SECRET, { algorithms: ['HS256'] });
  req.userId = Number(payload.sub);
  next();
}

app.get('/api/auth/me', authenticate, (req, res) => {
  const user = db.prepare('SELECT id, email, role FROM users WHERE id = ?').get(req.userId);
  if (!user) return res.status(404).json({ error: 'Not found' });
  res.json(user);
});

if (require.main === module) {
  const port = process.env.PORT || 3000;
  app.listen(port, () => console.log(`Auth API listening on ${port}`));
}

module.exports = app;
