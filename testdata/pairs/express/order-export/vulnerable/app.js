const express = require('express');
const requireCustomer = require('./middleware/auth');
const orders = require('./routes/orders');

const app = express();

app.get('/health', function (req, res) {
  res.json({ status: 'up' });
});

app.use('/orders', requireCustomer, orders);

module.exports = app;

if (require.main === module) {
  app.listen(process.env.PORT || 8080);
}
