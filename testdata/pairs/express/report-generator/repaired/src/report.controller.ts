import { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { ReportService } from './report.service';

const reportSchema = z.object({
  title: z.string().min(1).max(120),
  groupBy: z.enum(['region', 'product', 'month']),
  from: z.string().date(),
  margin: z.number().int().min(0).max(50).default(10),
  formula: z.enum(['average', 'none']).default('none'),
});

export function reportRouter(service: ReportService): Router {
  const router = Router();

  router.post('/', async (req: Request, res: Response) => {
    const parsed = reportSchema.safeParse(req.body);
    if (!parsed.success) {
      res.status(400).json({ error: 'invalid report', fields: parsed.error.flatten().fieldErrors });
      return;
    }
    const file = await service.create(parsed.data);
    res.status(201).location(`/reports/${file}`).json({ file });
  });

  router.get('/:file', async (req: Request, res: Response) => {
    const pdf = await service.open(req.params.file);
    if (!pdf) {
      res.status(404).json({ error: 'no such report' });
      return;
    }
    res.type('application/pdf').send(pdf);
  });

  return router;
}
