import express from 'express';
import cookieParser from 'cookie-parser';
import helmet from 'helmet';
import nunjucks from 'nunjucks';
import { attachResident, residentsOnly } from './lib/store.js';
import account from './routes/account.js';
import permits from './routes/permits.js';
import wardenDesk from './routes/warden.js';

const app = express();
app.set('trust proxy', 1);
nunjucks.configure('views', { express: app, autoescape: true });

app.use(helmet({ referrerPolicy: { policy: 'same-origin' } }));
app.use(express.urlencoded({ extended: false, limit: '20kb' }));
app.use(cookieParser());
app.use(attachResident);

app.get('/', (req, res) => res.redirect('/permits'));
app.use(account);
app.use('/permits', residentsOnly, permits);
app.use('/warden', residentsOnly, wardenDesk);

app.use((req, res) => res.status(404).render('notice.njk', { text: 'Page not found' }));
app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).render('notice.njk', { text: 'Something went wrong, please try again later.' });
});

app.listen(Number(process.env.PORT ?? 3000));
