import { Body, Controller, Get, NotFoundException, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { AgentOnly } from '../agent-only.guard';
import { AssignDto, CreateTicketDto, ListQuery, SearchQuery, TicketParams, UpdateTicketDto } from './tickets.dto';
import { TicketsRepository } from './tickets.repository';

@Controller('tickets')
export class TicketsController {
  constructor(private readonly tickets: TicketsRepository) {}

  @Get()
  list(@Query() query: ListQuery, @Req() req) {
    return this.tickets.list(req.user.id, query);
  }

  @Get('search')
  search(@Query() { q }: SearchQuery, @Req() req) {
    return this.tickets.search(req.user.id, q);
  }

  @Post()
  create(@Body() dto: CreateTicketDto, @Req() req) {
    return this.tickets.create(req.user.id, dto);
  }

  @Get(':id')
  async show(@Param() { id }: TicketParams, @Req() req) {
    return this.found(await this.tickets.byId(req.user.id, id));
  }

  @Patch(':id')
  async update(@Param() { id }: TicketParams, @Body() changes: UpdateTicketDto, @Req() req) {
    return this.found(await this.tickets.update(req.user.id, id, changes));
  }

  // used by the team inbox
  @AgentOnly(true)
  @Post(':id/assign')
  async assign(@Param() { id }: TicketParams, @Body() { assignee }: AssignDto) {
    return this.found(await this.tickets.assign(id, assignee));
  }

  private found<T>(ticket: T | null): T {
    if (!ticket) throw new NotFoundException();
    return ticket;
  }
}
