import { Injectable } from '@nestjs/common';
import { mkdirSync } from 'fs';
import * as path from 'path';

export const UPLOAD_DIR = path.resolve(process.env.UPLOAD_DIR ?? 'uploads');
mkdirSync(UPLOAD_DIR, { recursive: true });

@Injectable()
export class AvatarsService {
  // userId -> file name
  private readonly current = new Map<string, string>();

  assign(userId: string, filename: string) {
    this.current.set(userId, filename);
    return { userId, url: `/avatars/${filename}` };
  }

  clear(userId: string) {
    return { removed: this.current.delete(userId) };
  }

  filePath(name: string) {
    return path.join(UPLOAD_DIR, name);
  }
}
