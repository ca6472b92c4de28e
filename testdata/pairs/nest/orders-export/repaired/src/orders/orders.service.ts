import { Injectable, InternalServerErrorException, Logger, NotFoundException } from '@nestjs/common';
import { Pool } from 'pg';
import { ExportQuery, SORT_COLUMNS } from './export-query.dto';

const HEAD = ['id', 'customer_email', 'total_cents', 'status', 'created_at'];

@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);

  constructor(private readonly pool: Pool) {}

  async forCustomer(customerId: number) {
    const { rows } = await this.pool.query(
      'SELECT id, total_cents, status, created_at FROM orders WHERE customer_id = $1 ORDER BY id DESC LIMIT 50',
      [customerId],
    );
    return rows;
  }

  async findOne(id: number, customerId: number) {
    const { rows } = await this.pool.query(
      'SELECT id, total_cents, status, created_at FROM orders WHERE id = $1 AND customer_id = $2',
      [id, customerId],
    );
    if (!rows.length) throw new NotFoundException();
    return rows[0];
  }

  async exportCsv({ from, to, sort }: ExportQuery) {
    try {
      const sql =
        `SELECT ${HEAD.join(', ')} FROM orders ` +
        `WHERE created_at >= $1 AND created_at < $2 ORDER BY ${SORT_COLUMNS[sort]} LIMIT 10000`;
      const { rows } = await this.pool.query(sql, [from, to]);
      return [HEAD.join(','), ...rows.map((row) => HEAD.map((h) => this.cell(row[h])).join(','))].join('\r\n');
    } catch (err) {
      this.logger.error('order export failed', err.stack);
      throw new InternalServerErrorException('Export failed');
    }
  }

  private cell(value: unknown) {
    const text = value instanceof Date ? value.toISOString() : String(value ?? '');
    const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${plain.replace(/"/g, '""')}"`;
  }
}
