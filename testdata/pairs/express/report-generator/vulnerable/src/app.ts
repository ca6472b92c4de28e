import { drizzle } from 'drizzle-orm/node-postgres';
import express, { NextFunction, Request, Response } from 'express';
import { reportRouter } from './report.controller';
import { ReportService } from './report.service';

const db = drizzle(process.env.DATABASE_URL!);
const service = new ReportService(db, process.env.REPORT_DIR ?? './reports');

const app = express();
app.use(express.json({ limit: '32kb' }));
app.use('/reports', reportRouter(service));

app.use((err: Error, req: Request, res: Response, next: NextFunction) => {
  console.error(err);
  res.status(500).json({ error: 'the request failed' });
});

export default app;
