import Router from '@koa/router';
import { AuditRepository } from './AuditRepository.js';

const audit = new AuditRepository();
export const router = new Router({ prefix: '/audit' });

function dateOf(value, fallback) {
  const date = new Date(value ?? fallback);
  return Number.isNaN(date.getTime()) ? new Date(fallback) : date;
}

// GET /audit?tenant=acme&actor=ann&sort=at&size=50&offset=0
router.get('/', async (ctx) => {
  const { tenant, actor, sort = 'at' } = ctx.query;
  console.log(`audit log read: tenant=${tenant} actor=${actor}`);
  ctx.body = await audit.page({
    tenant,
    actor,
    sort,
    size: Number(ctx.query.size ?? 50),
    offset: Number(ctx.query.offset ?? 0),
  });
});

// GET /audit/search?match=invoice
router.get('/search', async (ctx) => {
  ctx.body = await audit.matching(ctx.state.user.tenant, String(ctx.query.match ?? ''));
});

router.get('/summary', async (ctx) => {
  const since = dateOf(ctx.query.since, '2020-01-01').toISOString();
  ctx.body = await audit.countByAction(ctx.state.user.tenant, since);
});

// DELETE /audit?tenant=acme&before=2024-01-01
router.delete('/', async (ctx) => {
  const before = dateOf(ctx.query.before, '2000-01-01');
  ctx.body = { removed: await audit.purge(ctx.query.tenant, before) };
});
