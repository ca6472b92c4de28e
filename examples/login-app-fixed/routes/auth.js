const crypto = require('node:crypto');
const bcrypt = require('bcrypt');
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const jwt = require('jsonwebtoken');
const { z } = require('zod');
const db = require('../db');
const { JWT_SECRET } = require('../config');
const { validateBody } = require('../middleware/validate');

const router = express.Router();

const loginLimiter = rateLimit({
  windowMs: 15 * 60 * 1000,
  limit: 10,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  message: { message: 'Too many attempts, try again later' },
});

// bcrypt reads no more than 72 bytes
const credentials = z.object({
  username: z.string().min(1).max(64),
  password: z.string().min(1).refine((value) => Buffer.byteLength(value) <= 72),
});

// Compared when there is no such user, so that the answer takes as long as for one who exists
const unknownUserHash = bcrypt.hashSync(crypto.randomUUID(), 12);

// POST /api/auth/login - check the credentials and return a token
router.post('/login', loginLimiter, validateBody(credentials), async (req, res) => {
  try {
    const { username, password } = req.body;

    const result = await db.query(
      'SELECT id, username, email, role, password_hash FROM users WHERE username = $1',
      [username]
    );
    const user = result.rows[0];

    const matches = await bcrypt.compare(password, user ? user.password_hash : unknownUserHash);
    if (!user || !matches) {
      return res.status(401).json({ message: 'Invalid username or password' });
    }

    const token = jwt.sign(
      { id: user.id, username: user.username, role: user.role },
      JWT_SECRET,
      { algorithm: 'HS256', expiresIn: '15m' }
    );

    res.json({
      message: 'Login successful',
      token,
      user: { id: user.id, username: user.username, email: user.email, role: user.role },
    });
  } catch (err) {
    console.error('Login error:', err);
    res.status(500).json({ message: 'Login failed' });
  }
});

module.exports = router;
