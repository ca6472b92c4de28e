import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BadGatewayException, BadRequestException, Injectable } from '@nestjs/common';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Unit } from './unit-store';

const run = promisify(execFile);
const feedHosts = new Set(['feeds.termbank.example', 'tmx.languages.example']);
const MAX_FEED = 1_500_000;

@Injectable()
export class Importer {
  private readonly parser = new XMLParser({ processEntities: false, isArray: (name) => name === 'tu' || name === 'tuv' });

  unitsOf(tmx: string): Unit[] {
    if (tmx.includes('<!DOCTYPE') || XMLValidator.validate(tmx) !== true) throw new BadRequestException('Not a TMX file');
    const units = this.parser.parse(tmx)?.tmx?.body?.tu ?? [];
    return units.slice(0, 5000).map((tu: { tuv?: { seg?: unknown }[] }) => ({
      source: String(tu.tuv?.[0]?.seg ?? ''),
      target: String(tu.tuv?.[1]?.seg ?? ''),
    }));
  }

  async download(url: string): Promise<string> {
    const feed = new URL(url);
    if (feed.protocol !== 'https:' || feed.port !== '' || !feedHosts.has(feed.hostname)) throw new BadRequestException('Unknown feed');
    const answer = await fetch(feed, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
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
      const { stdout } = await run('hunspell', ['-d', dictionary, '-l', sample], { timeout: 5000 });
      return [...new Set(stdout.split('\n').filter(Boolean))];
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
