import {
  BadRequestException, Controller, Delete, ForbiddenException, Get, Param, Post, Req, Res, UploadedFile, UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { Response } from 'express';
import { memoryStorage } from 'multer';
import { AvatarsService } from './avatars.service';
import { BearerGuard } from './bearer.guard';

const limits = { fileSize: 2 * 1024 * 1024, files: 1 };

@Controller()
export class AvatarsController {
  constructor(private readonly avatars: AvatarsService) {}

  @Post('users/:id/avatar')
  @UseGuards(BearerGuard)
  @UseInterceptors(FileInterceptor('file', { storage: memoryStorage(), limits }))
  upload(@Param('id') id: string, @Req() req, @UploadedFile() file: Express.Multer.File) {
    this.assertSelf(id, req.user);
    if (!file) throw new BadRequestException('file is required');
    return this.avatars.assign(id, file.buffer);
  }

  @Delete('users/:id/avatar')
  @UseGuards(BearerGuard)
  remove(@Param('id') id: string, @Req() req) {
    this.assertSelf(id, req.user);
    return this.avatars.clear(id);
  }

  // shown next to comments, also for visitors
  @Get('avatars/:name')
  show(@Param('name') name: string, @Res() res: Response) {
    res.set('X-Content-Type-Options', 'nosniff').sendFile(this.avatars.filePath(name));
  }

  private assertSelf(id: string, user: { sub: string }) {
    if (id !== user.sub) throw new ForbiddenException();
  }
}
