import { Request, Response, Router } from 'express';
import type { ReportService } from './report.service';

export function reportRouter(service: ReportService): Router {
  const router = Router();

  router.post('/', async (req: Request, res: Response) => {
    const file = await service.create(req.body);
    res.status(201).location(`/reports/${file}`).json({ file });
  });

  router.get('/:file', async (req: Request, res: Response) => {
    const pdf = await service.open(req.params.file);
    res.type('application/pdf').send(pdf);
  });

  return router;
}
