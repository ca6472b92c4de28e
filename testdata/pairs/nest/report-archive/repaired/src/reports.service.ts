import { Injectable, NotFoundException } from '@nestjs/common';
import { execFile } from 'child_process';
import { createReadStream, promises as fs } from 'fs';
import { join, resolve, sep } from 'path';
import { promisify } from 'util';
import { RowDto } from './reports.dto';

const run = promisify(execFile);
const ROOT = resolve(process.env.REPORTS_DIR ?? '/var/lib/reports');

@Injectable()
export class ReportsService {
  async generate(title: string, rows: RowDto[]) {
    const dir = await fs.mkdtemp(join(ROOT, 'report-'));
    const total = rows.reduce((sum, row) => sum + row.value, 0);
    const lines = rows.map((row) => `| ${row.label} | ${row.value} |`);
    await fs.writeFile(join(dir, 'report.md'), [`# ${title}`, '', ...lines, '', `Total: ${total}`].join('\n'));

    const archive = `${title.toLowerCase().replace(/ /g, '-')}-${Date.now()}.tar.gz`;
    await run('tar', ['-czf', join(ROOT, archive), '-C', dir, 'report.md']);
    await fs.rm(dir, { recursive: true });
    return { archive };
  }

  open(name: string) {
    const file = resolve(ROOT, name);
    if (!file.startsWith(ROOT + sep) || !file.endsWith('.tar.gz')) {
      throw new NotFoundException('No such report');
    }
    return createReadStream(file);
  }
}
