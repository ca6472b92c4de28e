const fs = require('fs');
const path = require('path');
const { exec } = require('child_process');
const express = require('express');
const multer = require('multer');
const Database = require('better-sqlite3');
const { signedIn } = require('./auth');

const AVATAR_DIR = process.env.AVATAR_DIR || path.join(__dirname, 'avatars');
fs.mkdirSync(AVATAR_DIR, { recursive: true });

const db = new Database(process.env.DB_FILE || ':memory:');
db.exec('CREATE TABLE IF NOT EXISTS profiles (user_id INTEGER PRIMARY KEY, avatar TEXT)');

const storage = multer.diskStorage({
  destination: AVATAR_DIR,
  filename: (req, file, cb) => cb(null, Date.now() + '-' + file.originalname),
});
const upload = multer({ storage });

const app = express();

// Upload or replace the picture of a user
app.post('/users/:userId/avatar', signedIn, upload.single('avatar'), (req, res) => {
  const userId = Number(req.params.userId);
  if (!Number.isInteger(userId) || !req.file) {
    return res.status(400).json({ message: 'Please choose a picture' });
  }

  const done = () => {
    db.prepare(
      'INSERT INTO profiles (user_id, avatar) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET avatar = excluded.avatar'
    ).run(userId, req.file.filename);
    res.status(201).json({ avatar: `/avatars/${req.file.filename}` });
  };

  // Optional thumbnail size, e.g. ?size=256x256
  if (!req.query.size) return done();
  exec(`convert "${req.file.path}" -resize ${req.query.size} "${req.file.path}"`, (err) => {
    if (err) return res.status(500).json({ message: 'Resizing failed', detail: err.message });
    done();
  });
});

// Pictures are public, they are shown on profile pages
app.get('/avatars/:name', (req, res) => {
  res.sendFile(path.join(AVATAR_DIR, req.params.name));
});

app.get('/users/:userId/avatar', (req, res) => {
  const row = db.prepare('SELECT avatar FROM profiles WHERE user_id = ?').get(Number(req.params.userId));
  if (!row) return res.status(404).json({ message: 'No picture yet' });
  res.json({ avatar: `/avatars/${row.avatar}` });
});

module.exports = app;

if (require.main === module) {
  app.listen(process.env.PORT || 3000, () => console.log('avatar service is up'));
}
