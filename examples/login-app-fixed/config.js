const { z } = require('zod');

// An empty value in .env means the same as none
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));

const settings = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  JWT_SECRET: z.string().min(32),
  DB_HOST: z.string().min(1),
  DB_PORT: z.coerce.number().int().min(1).max(65535).default(5432),
  DB_NAME: z.string().min(1),
  DB_USER: z.string().min(1),
  DB_PASSWORD: z.string().min(1),
});

const parsed = settings.safeParse(given);
if (!parsed.success) {
  const names = parsed.error.issues.map((issue) => issue.path.join('.'));
  console.error(`Missing or invalid settings: ${names.join(', ')} (see .env.example)`);
  process.exit(1);
}

module.exports = parsed.data;
