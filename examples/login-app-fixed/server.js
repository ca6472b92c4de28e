const express = require('express');
const helmet = require('helmet');
const config = require('./config');
const authRoutes = require('./routes/auth');
const adminRoutes = require('./routes/admin');

const app = express();

app.use(helmet());
app.use(express.json({ limit: '10kb' }));

app.get('/health', (req, res) => {
  res.json({ status: 'ok' });
});

app.use('/api/auth', authRoutes);
app.use('/api/admin', adminRoutes);

app.use((req, res) => {
  res.status(404).json({ message: 'Not found' });
});

// Details go to the log; the client learns the status and nothing else
app.use((err, req, res, next) => {
  if (res.headersSent) {
    return next(err);
  }
  const clientError = err.status >= 400 && err.status < 500;
  if (!clientError) {
    console.error('Request failed:', err);
  }
  res
    .status(clientError ? err.status : 500)
    .json({ message: clientError ? 'Invalid request' : 'Internal server error' });
});

app.listen(config.PORT, () => {
  console.log(`Server running on port ${config.PORT}`);
});
