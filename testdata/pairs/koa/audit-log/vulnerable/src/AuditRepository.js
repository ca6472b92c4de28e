import { Op, QueryTypes } from 'sequelize';
import { Entry, sequelize } from './model.js';

export class AuditRepository {
  async page({ tenant, actor, sort, size, offset }) {
    const where = { tenant };
    if (actor) where.actor = actor;
    return Entry.findAll({ where, order: sequelize.literal(sort), limit: size, offset, raw: true });
  }

  async matching(tenant, expression) {
    const recent = await Entry.findAll({ where: { tenant }, order: [['at', 'DESC']], limit: 2000, raw: true });
    const re = new RegExp(expression);
    return recent.filter((entry) => re.test(entry.detail ?? ''));
  }

  countByAction(tenant, since) {
    return sequelize.query(
      `SELECT action, COUNT(*) AS total FROM audit_entries WHERE tenant = :tenant AND at >= :since GROUP BY action`,
      { type: QueryTypes.SELECT, replacements: { tenant, since } }
    );
  }

  purge(tenant, before) {
    return Entry.destroy({ where: { tenant, at: { [Op.lt]: before } } });
  }
}
