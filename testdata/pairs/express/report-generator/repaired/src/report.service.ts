import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

const run = promisify(execFile);

const GROUPS = { region: 'region', product: 'product_name', month: "date_trunc('month', sold_at)" } as const;
const FORMULAS = {
  average: (total: number, orders: number) => (orders ? total / orders : 0),
  none: () => '',
} as const;

export interface ReportRequest {
  title: string;
  groupBy: keyof typeof GROUPS;
  from: string;
  margin: number;
  formula: keyof typeof FORMULAS;
}

const escapeHtml = (text: unknown) =>
  String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export class ReportService {
  private readonly directory: string;

  constructor(private readonly db: NodePgDatabase, directory: string) {
    this.directory = path.resolve(directory);
  }

  async create(request: ReportRequest): Promise<string> {
    const { rows } = await this.db.execute(
      sql`select ${sql.raw(GROUPS[request.groupBy])} as label, sum(total) as total, count(*) as orders
          from sales where sold_at >= ${request.from} group by 1 order by 2 desc limit 500`
    );
    const compute = FORMULAS[request.formula];

    const table = rows
      .map((r: any) => `<tr><td>${escapeHtml(r.label)}</td><td>${escapeHtml(r.total)}</td>` +
        `<td>${escapeHtml(compute(Number(r.total), Number(r.orders)))}</td></tr>`)
      .join('\n');

    const name = randomUUID();
    const html = path.join(this.directory, `${name}.html`);
    const pdf = path.join(this.directory, `${name}.pdf`);
    await writeFile(html, `<h1>${escapeHtml(request.title)}</h1><table>${table}</table>`);
    await run('wkhtmltopdf', ['--margin-top', `${request.margin}mm`, html, pdf], { timeout: 60_000 });
    return `${name}.pdf`;
  }

  async open(file: string): Promise<Buffer | null> {
    const full = path.resolve(this.directory, file);
    if (!full.startsWith(this.directory + path.sep) || path.extname(full) !== '.pdf') return null;
    return readFile(full);
  }
}
