import { Injectable } from '@nestjs/common';
import { exec } from 'child_process';
import { createReadStream, promises as fs } from 'fs';
import { join } from 'path';
import { promisify } from 'util';

const run = promisify(exec);
const ROOT = process.env.REPORTS_DIR ?? '/var/lib/reports';

@Injectable()
export class ReportsService {
  async generate(title: string, rows: Array<{ label: string; value: number }>) {
    const dir = await fs.mkdtemp(join(ROOT, 'report-'));
    const total = rows.reduce((sum, row) => sum + row.value, 0);
    const lines = rows.map((row) => `| ${row.label} | ${row.value} |`);
    await fs.writeFile(join(dir, 'report.md'), [`# ${title}`, '', ...lines, '', `Total: ${total}`].join('\n'));

    const archive = `${title.toLowerCase().replace(/ /g, '-')}-${Date.now()}.tar.gz`;
    await run(`tar -czf "${ROOT}/${archive}" -C "${dir}" report.md`);
    await fs.rm(dir, { recursive: true });
    return { archive };
  }

  open(name: string) {
    return createReadStream(join(ROOT, name));
  }
}
