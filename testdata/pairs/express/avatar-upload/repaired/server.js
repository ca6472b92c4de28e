const fs = require('fs');
const path = require('path');
const { randomUUID } = require('crypto');
const { execFile } = require('child_process');
const express = require('express');
const multer = require('multer');
const Database = require('better-sqlite3');
const { signedIn } = require('./auth');

const AVATAR_DIR = path.resolve(process.env.AVATAR_DIR || path.join(__dirname, 'avatars'));
fs.mkdirSync(AVATAR_DIR, { recursive: true });

const db = new Database(process.env.DB_FILE || ':memory:');
db.exec('CREATE TABLE IF NOT EXISTS profiles (user_id INTEGER PRIMARY KEY, avatar TEXT)');

const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 2 * 1024 * 1024, files: 1 },
  fileFilter: (req, file, cb) => cb(null, ['image/png', 'image/jpeg'].includes(file.mimetype)),
});

// Looks at the first bytes, the declared type says little
function extensionOf(buffer) {
  if (buffer.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'png';
  if (buffer.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpg';
  return null;
}

const app = express();

// Upload or replace one's own picture
app.post('/users/:userId/avatar', signedIn, upload.single('avatar'), (req, res) => {
  const userId = Number(req.params.userId);
  if (userId !== req.user.id) {
    return res.status(403).json({ message: 'You can only change your own picture' });
  }
  const ext = req.file && extensionOf(req.file.buffer);
  if (!ext) {
    return res.status(400).json({ message: 'Please choose a PNG or JPEG picture' });
  }

  const name = `${randomUUID()}.${ext}`;
  const target = path.join(AVATAR_DIR, name);
  fs.writeFileSync(target, req.file.buffer, { flag: 'wx' });

  const done = () => {
    db.prepare(
      'INSERT INTO profiles (user_id, avatar) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET avatar = excluded.avatar'
    ).run(userId, name);
    res.status(201).json({ avatar: `/avatars/${name}` });
  };

  // Optional thumbnail size, e.g. ?size=256
  if (!req.query.size) return done();
  const edge = Number.parseInt(req.query.size, 10);
  if (![64, 128, 256].includes(edge)) {
    return res.status(400).json({ message: 'Size must be 64, 128 or 256' });
  }
  execFile('convert', [target, '-resize', `${edge}x${edge}`, target], { timeout: 10000 }, (err) => {
    if (err) {
      console.error('resize failed', err);
      return res.status(500).json({ message: 'Resizing failed' });
    }
    done();
  });
});

// Pictures are public, they are shown on profile pages
app.get('/avatars/:name', (req, res) => {
  if (!/^[0-9a-f-]{36}\.(png|jpg)$/.test(req.params.name)) {
    return res.status(404).json({ message: 'No such picture' });
  }
  res.set('X-Content-Type-Options', 'nosniff');
  res.sendFile(req.params.name, { root: AVATAR_DIR });
});

app.get('/users/:userId/avatar', (req, res) => {
  const row = db.prepare('SELECT avatar FROM profiles WHERE user_id = ?').get(Number(req.params.userId));
  if (!row) return res.status(404).json({ message: 'No picture yet' });
  res.json({ avatar: `/avatars/${row.avatar}` });
});

app.use((err, req, res, next) => {
  console.error(err);
  const tooLarge = err.code === 'LIMIT_FILE_SIZE';
  res.status(tooLarge ? 413 : 500).json({ message: tooLarge ? 'Picture is too large' : 'Internal error' });
});

module.exports = app;

if (require.main === module) {
  app.listen(process.env.PORT || 3000, () => console.log('avatar service is up'));
}
