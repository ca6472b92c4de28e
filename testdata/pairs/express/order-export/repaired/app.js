const express = require('express');
const requireCustomer = require('./middleware/auth');
const orders = require('./routes/orders');

const app = express();

app.get('/health', function (req, res) {
  res.json({ status: 'up' });
});

app.use('/orders', requireCustomer, orders);

app.use(function (err, req, res, next) {
  console.error('%s %s', req.method, req.baseUrl, err);
  if (res.headersSent) {
    return next(err);
  }
  res.status(500).json({ error: 'Something went wrong' });
});

module.exports = app;

if (require.main === module) {
  app.listen(process.env.PORT || 8080);
}
