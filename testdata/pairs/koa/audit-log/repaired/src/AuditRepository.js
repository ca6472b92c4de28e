import { Op, QueryTypes } from 'sequelize';
import { Entry, sequelize } from './model.js';

const TABLE = 'audit_entries';

// Sees the entries of one tenant only
export class AuditRepository {
  #tenant;

  constructor(tenant) {
    this.#tenant = tenant;
  }

  async page({ actor, sort, size, offset }) {
    const where = { tenant: this.#tenant };
    if (actor) where.actor = actor;
    return Entry.findAll({ where, order: [[sort, 'DESC']], limit: size, offset, raw: true });
  }

  async matching(text) {
    const recent = await Entry.findAll({
      where: { tenant: this.#tenant },
      order: [['at', 'DESC']],
      limit: 2000,
      raw: true,
    });
    return recent.filter((entry) => (entry.detail ?? '').includes(text));
  }

  countByAction(since) {
    return sequelize.query(
      `SELECT action, COUNT(*) AS total FROM ${TABLE} WHERE tenant = :tenant AND at >= :since GROUP BY action`,
      { type: QueryTypes.SELECT, replacements: { tenant: this.#tenant, since } }
    );
  }

  purge(before) {
    return Entry.destroy({ where: { tenant: this.#tenant, at: { [Op.lt]: before } } });
  }
}
