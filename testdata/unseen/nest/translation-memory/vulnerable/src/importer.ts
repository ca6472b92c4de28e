import { exec } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BadGatewayException, BadRequestException, Injectable } from '@nestjs/common';
import { Element, parseXml } from 'libxmljs2';
import type { Unit } from './unit-store';

const run = promisify(exec);
const MAX_FEED = 1_500_000;

@Injectable()
export class Importer {
  unitsOf(tmx: string): Unit[] {
    try {
      const document = parseXml(tmx, { noent: true, noblanks: true });
      return document.find('//tu').slice(0, 5000).map((tu) => {
        const [source, target] = (tu as Element).find('tuv/seg') as Element[];
        return { source: source?.text() ?? '', target: target?.text() ?? '' };
      });
    } catch {
      throw new BadRequestException('Not a TMX file');
    }
  }

  async download(url: string): Promise<string> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok || !answer.body) throw new BadGatewayException('The feed does not answer');
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of answer.body) {
      size += piece.length;
      if (size > MAX_FEED) throw new BadGatewayException('The feed is too large');
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  async misspelt(text: string, dictionary: string): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'tm-spell-'));
    try {
      const sample = join(folder, 'sample.txt');
      await writeFile(sample, text);
      const { stdout } = await run(`hunspell -d ${dictionary} -l ${sample}`, { timeout: 5000 });
      return [...new Set(stdout.split('\n').filter(Boolean))];
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
