const express = require('express');

module.exports = function adminRoutes(users) {
  const router = express.Router();

  router.get('/users', async (req, res, next) => {
    try {
      const q = typeof req.query.q === 'string' ? req.query.q.slice(0, 100) : '';
      res.render('users', { users: await users.search(q), q });
    } catch (err) {
      next(err);
    }
  });

  router.post('/users/:id/role', async (req, res, next) => {
    try {
      if (!['member', 'admin'].includes(req.body.role)) {
        return res.status(400).send('Unknown role');
      }
      await users.setRole(Number(req.params.id), req.body.role);
      res.redirect('/admin/users');
    } catch (err) {
      next(err);
    }
  });

  return router;
};
