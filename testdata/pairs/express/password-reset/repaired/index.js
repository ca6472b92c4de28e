const express = require('express');
const rateLimit = require('express-rate-limit');
const mongoose = require('mongoose');
const passwordRoutes = require('./routes/password');

const app = express();
const recoveryLimiter = rateLimit({
  windowMs: 60 * 60 * 1000,
  limit: 10,
  message: { message: 'Too many attempts, please try again later' },
});

app.use(express.json({ limit: '10kb' }));
app.use('/password', recoveryLimiter, passwordRoutes);

async function main() {
  await mongoose.connect(process.env.MONGO_URL);
  app.listen(process.env.PORT || 4000);
}

if (require.main === module) {
  main().catch((err) => {
    console.error(err);
    process.exit(1);
  });
}

module.exports = app;
