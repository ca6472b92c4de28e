const crypto = require('crypto');
const { Router } = require('express');
const User = require('../models/user');
const mailer = require('../services/mailer');

const router = Router();
const LIFETIME_MS = 30 * 60 * 1000;

const digest = (token) => crypto.createHash('sha256').update(token).digest('hex');

// Step 1: the user asks for a link
router.post('/forgot', async (req, res) => {
  const { email } = req.body;
  if (typeof email !== 'string' || email.length > 254 || !email.includes('@')) {
    return res.status(400).json({ message: 'A valid e-mail address is required' });
  }
  try {
    const user = await User.findOne({ email: email.toLowerCase() });
    if (user) {
      const token = crypto.randomBytes(32).toString('base64url');
      user.resetTokenHash = digest(token);
      user.resetExpiresAt = new Date(Date.now() + LIFETIME_MS);
      await user.save();
      await mailer.sendResetLink(user.email, token);
      console.log(`Password reset link sent to user ${user.id}`);
    }
    res.json({ message: 'If the address is known, a mail is on its way.' });
  } catch (err) {
    console.error('forgot failed', err);
    res.status(500).json({ message: 'Please try again later' });
  }
});

// Step 2: the user comes back with the token and a new password
router.post('/reset', async (req, res) => {
  try {
    const { token, password } = req.body;
    if (typeof token !== 'string' || token.length !== 43) {
      return res.status(400).json({ message: 'The link is not valid any more' });
    }
    if (typeof password !== 'string' || password.length < 10 || password.length > 72) {
      return res.status(400).json({ message: 'The password must have 10 to 72 characters' });
    }
    const user = await User.findOne({
      resetTokenHash: digest(token),
      resetExpiresAt: { $gt: new Date() },
    });
    if (!user) {
      return res.status(400).json({ message: 'The link is not valid any more' });
    }
    user.password = password;
    user.resetTokenHash = undefined;
    user.resetExpiresAt = undefined;
    await user.save();
    res.json({ message: 'Password changed' });
  } catch (err) {
    console.error('reset failed', err);
    res.status(500).json({ message: 'Could not change the password' });
  }
});

module.exports = router;
