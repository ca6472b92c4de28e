import { z } from 'zod';

export const credentials = z.object({
  email: z.string().email().max(254),
  password: z.string().min(10).max(72),
});

export const registration = credentials.extend({ name: z.string().trim().min(1).max(80) });
