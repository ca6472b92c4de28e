import { drizzle } from 'drizzle-orm/node-postgres';
import express, { NextFunction, Request, Response } from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { reportRouter } from './report.controller';
import { ReportService } from './report.service';

const db = drizzle(process.env.DATABASE_URL!);
const service = new ReportService(db, process.env.REPORT_DIR ?? './reports');

const app = express();
app.get('/healthz', (req: Request, res: Response) => {
  res.json({ ok: true });
});

// Everything below is for the sales team only
app.use(auth({ issuerBaseURL: process.env.ISSUER_URL, audience: process.env.AUDIENCE }));
app.use(requiredScopes('reports:write'));
app.use(express.json({ limit: '32kb' }));
app.use('/reports', reportRouter(service));

app.use((err: Error & { status?: number }, req: Request, res: Response, next: NextFunction) => {
  console.error(err);
  res.status(err.status ?? 500).json({ error: 'the request failed' });
});

export default app;
