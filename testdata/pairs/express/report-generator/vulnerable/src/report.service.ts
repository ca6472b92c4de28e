import { exec } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

const run = promisify(exec);

export interface ReportRequest {
  title: string;
  groupBy: string;
  from: string;
  margin?: string;
  formula?: string;
}

const escapeHtml = (text: unknown) =>
  String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export class ReportService {
  constructor(private readonly db: NodePgDatabase, private readonly directory: string) {}

  async create(request: ReportRequest): Promise<string> {
    const { rows } = await this.db.execute(
      sql`select ${sql.raw(request.groupBy)} as label, sum(total) as total, count(*) as orders
          from sales where sold_at >= ${request.from} group by 1 order by 2 desc limit 500`
    );

    // An optional extra column such as "total / orders"
    const compute = request.formula
      ? new Function('total', 'orders', `return ${request.formula}`)
      : () => '';

    const table = rows
      .map((r: any) => `<tr><td>${escapeHtml(r.label)}</td><td>${escapeHtml(r.total)}</td>` +
        `<td>${escapeHtml(compute(Number(r.total), Number(r.orders)))}</td></tr>`)
      .join('\n');

    const name = randomUUID();
    const html = path.join(this.directory, `${name}.html`);
    await writeFile(html, `<h1>${escapeHtml(request.title)}</h1><table>${table}</table>`);
    await run(`wkhtmltopdf --margin-top ${request.margin ?? '10mm'} ${html} ${path.join(this.directory, name)}.pdf`);
    return `${name}.pdf`;
  }

  open(file: string): Promise<Buffer> {
    return readFile(path.join(this.directory, path.basename(file)));
  }
}
