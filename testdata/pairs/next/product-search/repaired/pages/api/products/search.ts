import { Prisma } from '@prisma/client';
import type { NextApiRequest, NextApiResponse } from 'next';
import { prisma } from '@/lib/prisma';

const SORT: Record<string, Prisma.Sql> = {
  name: Prisma.raw('name'),
  price: Prisma.raw('"priceCents"'),
  newest: Prisma.raw('"createdAt" DESC'),
};

const clamp = (value: unknown, min: number, max: number, fallback: number) =>
  Math.min(Math.max(Math.trunc(Number(value)) || fallback, min), max);

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'GET') return res.status(405).end();

  const like = `%${String(req.query.q ?? '').slice(0, 100)}%`;
  const sort = String(req.query.sort ?? 'name');
  const order = Object.hasOwn(SORT, sort) ? SORT[sort] : SORT.name;
  const pageSize = clamp(req.query.pageSize, 1, 100, 20);
  const page = clamp(req.query.page, 1, 1000, 1);

  try {
    const products = await prisma.$queryRaw`
      SELECT id, name, description, "priceCents" FROM "Product"
      WHERE name ILIKE ${like} OR description ILIKE ${like}
      ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`;
    res.setHeader('Cache-Control', 'public, max-age=60');
    return res.status(200).json({ products, page });
  } catch (error) {
    console.error('product search failed', error);
    return res.status(500).json({ error: 'Search is not available' });
  }
}
