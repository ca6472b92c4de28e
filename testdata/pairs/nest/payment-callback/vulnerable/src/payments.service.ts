import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'crypto';
import { Db } from './db';

const SECRET = process.env.CALLBACK_SECRET ?? 'copper-walrus-3318';

@Injectable()
export class PaymentsService {
  constructor(@Inject('DB') private readonly db: Db) {}

  isGenuine(rawBody: Buffer, signature: string) {
    const expected = createHmac('sha256', SECRET).update(rawBody).digest('hex');
    return signature === expected;
  }

  settle(reference: string, status: string) {
    return this.db.prepare('UPDATE payments SET status = ? WHERE reference = ?').run(status, reference).changes;
  }

  status(reference: string) {
    return this.db.prepare('SELECT reference, status FROM payments WHERE reference = ?').get(reference);
  }

  list(status: string) {
    return this.db.prepare(`SELECT * FROM payments WHERE status = '${status}' ORDER BY id LIMIT 100`).all();
  }
}
