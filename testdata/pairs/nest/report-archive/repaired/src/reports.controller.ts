import { Body, Controller, Get, Header, NotFoundException, Param, Post, StreamableFile } from '@nestjs/common';
import { once } from 'events';
import { CreateReportDto } from './reports.dto';
import { ReportsService } from './reports.service';

@Controller('reports')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Post()
  create(@Body() body: CreateReportDto) {
    return this.reports.generate(body.title, body.rows);
  }

  @Get(':name')
  @Header('Content-Type', 'application/gzip')
  async download(@Param('name') name: string) {
    const stream = this.reports.open(name);
    await once(stream, 'open').catch(() => {
      throw new NotFoundException('No such report');
    });
    return new StreamableFile(stream);
  }
}
