const { Router } = require('express');
const User = require('../models/user');
const mailer = require('../services/mailer');

const router = Router();

// Step 1: the user asks for a link
router.post('/forgot', async (req, res) => {
  const { email } = req.body;
  if (typeof email !== 'string' || email.length > 254) {
    return res.status(400).json({ message: 'E-mail is required' });
  }
  try {
    const user = await User.findOne({ email: email.toLowerCase() });
    if (user) {
      const token = Math.random().toString(36).slice(2) + Date.now().toString(36);
      user.resetToken = token;
      await user.save();
      await mailer.sendResetLink(user.email, token);
      console.log(`Password reset for ${user.email}, token ${token}`);
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
    if (typeof password !== 'string' || password.length < 10 || password.length > 72) {
      return res.status(400).json({ message: 'The password must have 10 to 72 characters' });
    }
    const user = await User.findOne({ resetToken: token });
    if (!user) {
      return res.status(400).json({ message: 'The link is not valid any more' });
    }
    user.password = password;
    user.resetToken = undefined;
    await user.save();
    res.json({ message: 'Password changed' });
  } catch (err) {
    console.error('reset failed', err);
    res.status(500).json({ message: 'Could not change the password' });
  }
});

module.exports = router;
