import { HttpException, Injectable, NotFoundException } from '@nestjs/common';
import { Pool } from 'pg';

const HEAD = ['id', 'customer_email', 'total_cents', 'status', 'created_at'];

@Injectable()
export class OrdersService {
  constructor(private readonly pool: Pool) {}

  async forCustomer(customerId: number) {
    const { rows } = await this.pool.query(
      'SELECT id, total_cents, status, created_at FROM orders WHERE customer_id = $1 ORDER BY id DESC LIMIT 50',
      [customerId],
    );
    return rows;
  }

  async findOne(id: number) {
    const { rows } = await this.pool.query('SELECT * FROM orders WHERE id = $1', [id]);
    if (!rows.length) throw new NotFoundException();
    return rows[0];
  }

  async exportCsv(from: string, to: string, sort: string) {
    try {
      const sql =
        `SELECT ${HEAD.join(', ')} FROM orders ` +
        `WHERE created_at >= '${from}' AND created_at < '${to}' ORDER BY ${sort} LIMIT 10000`;
      const { rows } = await this.pool.query(sql);
      return [HEAD.join(','), ...rows.map((row) => HEAD.map((h) => this.cell(row[h])).join(','))].join('\r\n');
    } catch (err) {
      throw new HttpException({ message: 'Export failed', detail: err.message, stack: err.stack }, 500);
    }
  }

  private cell(value: unknown) {
    const text = value instanceof Date ? value.toISOString() : String(value ?? '');
    const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${plain.replace(/"/g, '""')}"`;
  }
}
