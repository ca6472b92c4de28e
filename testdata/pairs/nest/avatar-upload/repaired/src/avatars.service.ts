import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { randomUUID } from 'crypto';
import { existsSync, mkdirSync } from 'fs';
import { writeFile } from 'fs/promises';
import * as path from 'path';

const UPLOAD_DIR = path.resolve(process.env.UPLOAD_DIR ?? 'uploads');
mkdirSync(UPLOAD_DIR, { recursive: true });

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

@Injectable()
export class AvatarsService {
  // userId -> file name
  private readonly current = new Map<string, string>();

  async assign(userId: string, content: Buffer) {
    const filename = `${randomUUID()}.${this.extension(content)}`;
    await writeFile(path.join(UPLOAD_DIR, filename), content, { flag: 'wx' });
    this.current.set(userId, filename);
    return { userId, url: `/avatars/${filename}` };
  }

  clear(userId: string) {
    return { removed: this.current.delete(userId) };
  }

  filePath(name: string) {
    const file = path.resolve(UPLOAD_DIR, name);
    if (!file.startsWith(UPLOAD_DIR + path.sep) || !existsSync(file)) throw new NotFoundException();
    return file;
  }

  private extension(content: Buffer) {
    if (content.subarray(0, PNG.length).equals(PNG)) return 'png';
    if (content.subarray(0, JPEG.length).equals(JPEG)) return 'jpg';
    throw new BadRequestException('only PNG and JPEG images are accepted');
  }
}
