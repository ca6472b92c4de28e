import type { NextApiRequest, NextApiResponse } from 'next';
import { prisma } from '@/lib/prisma';

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'GET') return res.status(405).end();

  const q = String(req.query.q ?? '');
  const sort = String(req.query.sort ?? 'name');
  const pageSize = Number(req.query.pageSize) || 20;
  const page = Math.max(Number(req.query.page) || 1, 1);

  try {
    const products = await prisma.$queryRawUnsafe(
      `SELECT id, name, description, "priceCents" FROM "Product"
       WHERE name ILIKE '%${q}%' OR description ILIKE '%${q}%'
       ORDER BY ${sort} LIMIT $1 OFFSET $2`,
      pageSize,
      (page - 1) * pageSize,
    );
    return res.status(200).json({ products, page });
  } catch (error: any) {
    console.error(error);
    return res.status(500).json({ error: error.message, stack: error.stack });
  }
}
