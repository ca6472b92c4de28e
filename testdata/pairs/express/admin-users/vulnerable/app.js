const path = require('path');
const bcrypt = require('bcrypt');
const express = require('express');
const session = require('express-session');
const UserRepository = require('./src/userRepository');
const adminRoutes = require('./src/admin');

if (!process.env.SESSION_SECRET) throw new Error('SESSION_SECRET is not configured');

const users = new UserRepository(process.env.DATABASE_URL);
const app = express();

app.set('view engine', 'ejs');
app.set('views', path.join(__dirname, 'views'));
app.use(express.urlencoded({ extended: false }));
app.use(
  session({
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: false, maxAge: 8 * 60 * 60 * 1000 },
  })
);

function requireLogin(req, res, next) {
  if (!req.session.userId) return res.redirect('/login');
  next();
}

app.get('/login', (req, res) => res.render('login'));

app.post('/login', async (req, res, next) => {
  try {
    const { email, password } = req.body;
    if (typeof email !== 'string' || typeof password !== 'string' || password.length > 72) {
      return res.status(400).send('E-mail and password are required');
    }
    const user = await users.findByEmail(email);
    if (!user || !(await bcrypt.compare(password, user.password_hash))) {
      return res.status(401).send('Wrong e-mail or password');
    }
    req.session.regenerate((err) => {
      if (err) return next(err);
      req.session.userId = user.id;
      res.redirect('/admin/users');
    });
  } catch (err) {
    next(err);
  }
});

app.use('/admin', requireLogin, adminRoutes(users));

app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).send('Internal server error');
});

module.exports = app;
