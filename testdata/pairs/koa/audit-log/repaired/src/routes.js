import Router from '@koa/router';
import { AuditRepository } from './AuditRepository.js';

export const router = new Router({ prefix: '/audit' });

const SORTABLE = ['at', 'actor', 'action'];

function dateOf(value, fallback) {
  const date = new Date(value ?? fallback);
  return Number.isNaN(date.getTime()) ? new Date(fallback) : date;
}

function clamp(value, fallback, max) {
  const n = Math.trunc(Number(value ?? fallback));
  return n >= 0 ? Math.min(n, max) : fallback;
}

const text = (value) => (typeof value === 'string' ? value.slice(0, 80) : '');

router.use(async (ctx, next) => {
  const { roles, tenant } = ctx.state.user;
  if (!Array.isArray(roles) || !roles.includes('auditor') || typeof tenant !== 'string') {
    ctx.throw(403, 'auditors only');
  }
  ctx.state.audit = new AuditRepository(tenant);
  await next();
});

// GET /audit?actor=ann&sort=at&size=50&offset=0
router.get('/', async (ctx) => {
  const actor = text(ctx.query.actor);
  console.log('audit log read:', JSON.stringify({ by: ctx.state.user.sub, actor }));
  ctx.body = await ctx.state.audit.page({
    actor,
    sort: SORTABLE.find((column) => column === ctx.query.sort) ?? 'at',
    size: clamp(ctx.query.size, 50, 200),
    offset: clamp(ctx.query.offset, 0, 100000),
  });
});

// GET /audit/search?match=invoice
router.get('/search', async (ctx) => {
  ctx.body = await ctx.state.audit.matching(text(ctx.query.match));
});

router.get('/summary', async (ctx) => {
  const since = dateOf(text(ctx.query.since) || '2020-01-01', '2020-01-01').toISOString();
  ctx.body = await ctx.state.audit.countByAction(since);
});

// DELETE /audit?before=2024-01-01
router.delete('/', async (ctx) => {
  if (!ctx.state.user.roles.includes('owner')) ctx.throw(403, 'owners only');
  const before = dateOf(text(ctx.query.before), '2000-01-01');
  ctx.body = { removed: await ctx.state.audit.purge(before) };
});
