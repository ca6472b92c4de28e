import {
  BadRequestException, Controller, Delete, Get, Param, Post, Res, UploadedFile, UseGuards, UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { Response } from 'express';
import { diskStorage } from 'multer';
import { AvatarsService, UPLOAD_DIR } from './avatars.service';
import { BearerGuard } from './bearer.guard';

const storage = diskStorage({
  destination: UPLOAD_DIR,
  filename: (_req, file, cb) => cb(null, `${Date.now()}-${file.originalname}`),
});

@Controller()
export class AvatarsController {
  constructor(private readonly avatars: AvatarsService) {}

  @Post('users/:id/avatar')
  @UseInterceptors(FileInterceptor('file', { storage }))
  upload(@Param('id') id: string, @UploadedFile() file: Express.Multer.File) {
    if (!file) throw new BadRequestException('file is required');
    return this.avatars.assign(id, file.filename);
  }

  @Delete('users/:id/avatar')
  @UseGuards(BearerGuard)
  remove(@Param('id') id: string) {
    return this.avatars.clear(id);
  }

  // shown next to comments, also for visitors
  @Get('avatars/:name')
  show(@Param('name') name: string, @Res() res: Response) {
    res.sendFile(this.avatars.filePath(name));
  }
}
