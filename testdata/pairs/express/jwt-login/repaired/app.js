const bcrypt = require('bcryptjs');
const express = require('express');
const jwt = require('jsonwebtoken');
const rateLimit = require('express-rate-limit');
const Database = require('better-sqlite3');

const JWT_SECRET = process.env.JWT_SECRET;
if (!JWT_SECRET || JWT_SECRET.length < 32) {
  throw new Error('JWT_SECRET must be set to at least 32 characters');
}

const db = new Database(process.env.DB_FILE || ':memory:');
const USER_COLUMNS = 'id, email, role';
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
// Covers register and login alike
app.use('/api/auth', rateLimit({ windowMs: 15 * 60 * 1000, limit: 30, standardHeaders: true, legacyHeaders: false }));

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
  const taken = db.prepare('SELECT 1 FROM users WHERE email = ?').get(credentials.email);
  if (taken) {
    return res.status(409).json({ error: 'Registration failed' });
  }
  const info = db
    .prepare('INSERT INTO users (email, password_hash) VALUES (?, ?)')
    .run(credentials.email, bcrypt.hashSync(credentials.password, 12));
  res.status(201).json({ id: Number(info.lastInsertRowid), email: credentials.email });
});

// Login and hand out a token
app.post('/api/auth/login', (req, res) => {
  const credentials = readCredentials(req.body);
  if (!credentials) {
    return res.status(400).json({ error: 'Email and password are required' });
  }
  const user = db.prepare('SELECT id, role, password_hash FROM users WHERE email = ?').get(credentials.email);
  if (!user || !bcrypt.compareSync(credentials.password, user.password_hash)) {
    return res.status(401).json({ error: 'Invalid email or password' });
  }
  const token = jwt.sign({ sub: String(user.id), role: user.role }, JWT_SECRET, { expiresIn: '30m' });
  res.json({ token });
});

// Middleware for protected routes
function authenticate(req, res, next) {
  const header = req.headers.authorization || '';
  const [scheme, token] = header.split(' ');
  if (scheme !== 'Bearer' || !token) {
    return res.status(401).json({ error: 'Missing token' });
  }
  try {
    const payload = jwt.verify(token, JWT_SECRET, { algorithms: ['HS256'] });
    req.userId = Number(payload.sub);
  } catch {
    return res.status(401).json({ error: 'Invalid or expired token' });
  }
  next();
}

app.get('/api/auth/me', authenticate, (req, res) => {
  const user = db.prepare('SELECT ' + USER_COLUMNS + ' FROM users WHERE id = ?').get(req.userId);
  if (!user) return res.status(404).json({ error: 'Not found' });
  res.json(user);
});

app.use((err, req, res, next) => {
  console.error(err);
  if (res.headersSent) return next(err);
  res.status(err.status || 500).json({ error: 'Request could not be processed' });
});

if (require.main === module) {
  const port = process.env.PORT || 3000;
  app.listen(port, () => console.log(`Auth API listening on ${port}`));
}

module.exports = app;
