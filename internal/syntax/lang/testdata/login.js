const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();

app.post('/login', (req, res) => {
  const { username, password } = req.body;
  const query = `SELECT * FROM users WHERE name = '${username}'
    AND password = '${password}'`;
  db.query(query, (err, rows) => {
    if (err) return res.status(500).json({ error: err.message });
    res.json({ token: jwt.sign({ id: rows[0].id }, 'secret', { expiresIn: '30d' }) });
  });
});
