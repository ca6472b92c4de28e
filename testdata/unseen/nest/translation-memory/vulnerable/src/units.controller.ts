import { Body, Controller, Delete, Get, Header, HttpCode, Param, ParseIntPipe, Post, Query, Req, UseGuards } from '@nestjs/common';
import { IsString, IsUrl, Length } from 'class-validator';
import { Editor, EditorGuard } from './editor.guard';
import { Importer } from './importer';
import { UnitStore } from './unit-store';

class SearchQuery {
  @IsString() @Length(2, 80) pattern!: string;
}

class DictionaryQuery {
  @IsString() @Length(2, 60) dictionary!: string;
}

class TmxBody {
  @IsString() @Length(20, 1_500_000) tmx!: string;
}

class FeedBody {
  @IsUrl({ require_tld: false }) url!: string;
}

@UseGuards(EditorGuard)
@Controller('units')
export class UnitsController {
  constructor(
    private readonly store: UnitStore,
    private readonly importer: Importer,
  ) {}

  @Get('concordance')
  concordance(@Req() { editor }: { editor: Editor }, @Query() query: SearchQuery) {
    return this.store.concordance(editor.workspaceId, query.pattern);
  }

  @Get(':unitId/spelling')
  @Header('Cache-Control', 'no-store')
  async spelling(@Req() { editor }: { editor: Editor }, @Param('unitId', ParseIntPipe) unitId: number, @Query() query: DictionaryQuery) {
    const unit = await this.store.byId(editor.workspaceId, unitId);
    return { unknown: await this.importer.misspelt(unit.target, query.dictionary) };
  }

  @Post('import')
  async importTmx(@Req() { editor }: { editor: Editor }, @Body() body: TmxBody) {
    return { added: await this.store.add(editor.workspaceId, this.importer.unitsOf(body.tmx)) };
  }

  @Post('import-feed')
  async importFeed(@Req() { editor }: { editor: Editor }, @Body() body: FeedBody) {
    const tmx = await this.importer.download(body.url);
    return { added: await this.store.add(editor.workspaceId, this.importer.unitsOf(tmx)) };
  }
}

@Controller('workspaces')
export class HousekeepingController {
  constructor(private readonly store: UnitStore) {}

  @Delete(':workspaceId/units')
  @HttpCode(204)
  async purge(@Param('workspaceId', ParseIntPipe) workspaceId: number) {
    await this.store.purge(workspaceId);
  }
}
