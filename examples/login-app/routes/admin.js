const express = require('express');
const db = require('../db');
const { authenticate } = require('../middleware/auth');

const router = express.Router();

// GET /api/admin/users - list the users for the admin dashboard
router.get('/users', authenticate, async (req, res) => {
  try {
    const result = await db.query(
      'SELECT id, username, email, role, created_at FROM users ORDER BY id LIMIT 200'
    );
    res.json({ users: result.rows });
  } catch (err) {
    console.error('Could not list users:', err);
    res.status(500).json({ message: 'Could not list users' });
  }
});

module.exports = router;
