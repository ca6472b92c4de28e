import { randomUUID } from 'crypto';
import { mkdir, readFile, rm, writeFile } from 'fs/promises';
import path from 'path';

const STORE = path.join(process.cwd(), 'storage');
export const MAX_BYTES = 10 * 1024 * 1024;

export class NotAPdf extends Error {}

// Keeps a PDF under a fresh name and returns that name.
export async function keepPdf(content: Buffer): Promise<string> {
  if (content.length > MAX_BYTES || content.subarray(0, 5).toString('latin1') !== '%PDF-') throw new NotAPdf();
  await mkdir(STORE, { recursive: true });
  const name = `${randomUUID()}.pdf`;
  await writeFile(path.join(STORE, name), content);
  return name;
}

export const readPdf = (name: string) => readFile(path.join(STORE, path.basename(name)));
export const removePdf = (name: string) => rm(path.join(STORE, path.basename(name)), { force: true });
