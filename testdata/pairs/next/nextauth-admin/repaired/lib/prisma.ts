import { PrismaClient } from '@prisma/client';

const store = globalThis as typeof globalThis & { __prisma?: PrismaClient };
export default (store.__prisma ??= new PrismaClient());
