const express = require('express');
const mongoose = require('mongoose');
const passwordRoutes = require('./routes/password');

const app = express();
app.use(express.json({ limit: '10kb' }));
app.use('/password', passwordRoutes);

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
