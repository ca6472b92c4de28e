import type { NextApiRequest, NextApiResponse } from 'next';
import { prisma } from '@/lib/prisma';

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const productId = Number(req.query.id);
  if (!Number.isInteger(productId)) return res.status(400).json({ error: 'Bad product id' });

  switch (req.method) {
    case 'GET': {
      const reviews = await prisma.review.findMany({ where: { productId }, orderBy: { id: 'desc' }, take: 50 });
      return res.json(reviews);
    }
    case 'POST': {
      const { author, rating, text } = req.body;
      const review = await prisma.review.create({ data: { productId, author, rating, text } });
      return res.status(201).json(review);
    }
    default:
      return res.status(405).end();
  }
}
