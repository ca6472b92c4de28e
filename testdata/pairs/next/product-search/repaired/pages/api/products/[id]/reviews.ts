import type { NextApiRequest, NextApiResponse } from 'next';
import { getToken } from 'next-auth/jwt';
import { z } from 'zod';
import { prisma } from '@/lib/prisma';

const reviewInput = z.object({
  rating: z.number().int().min(1).max(5),
  text: z.string().trim().min(1).max(2000),
});

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const productId = Number(req.query.id);
  if (!Number.isInteger(productId)) return res.status(400).json({ error: 'Bad product id' });

  switch (req.method) {
    case 'GET': {
      const reviews = await prisma.review.findMany({ where: { productId }, orderBy: { id: 'desc' }, take: 50 });
      return res.json(reviews);
    }
    case 'POST': {
      const session = await getToken({ req });
      if (!session?.name) return res.status(401).json({ error: 'Please sign in' });
      const input = reviewInput.safeParse(req.body);
      if (!input.success) return res.status(400).json({ error: 'Invalid review' });
      const review = await prisma.review.create({ data: { productId, author: session.name, ...input.data } });
      return res.status(201).json(review);
    }
    default:
      return res.status(405).end();
  }
}
