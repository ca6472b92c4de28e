import { Body, Controller, Get, NotFoundException, Param, Patch, Post, Query, Req, UseGuards } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { JwtUserGuard } from '../jwt-user.guard';
import { Ticket, TicketDocument } from './ticket.schema';
import { AssignDto, CreateTicketDto, TicketParams } from './tickets.dto';

@UseGuards(JwtUserGuard)
@Controller('tickets')
export class TicketsController {
  constructor(@InjectModel(Ticket.name) private readonly tickets: Model<TicketDocument>) {}

  @Get()
  list(@Query() query: any, @Req() req) {
    const filter = { ownerId: req.user.id, ...query };
    return this.tickets.find(filter).sort({ createdAt: -1 }).limit(50);
  }

  @Get('search')
  search(@Query('q') q: string, @Req() req) {
    return this.tickets.find({ ownerId: req.user.id, subject: new RegExp(q, 'i') }).limit(20);
  }

  @Post()
  create(@Body() dto: CreateTicketDto, @Req() req) {
    return this.tickets.create({ ...dto, ownerId: req.user.id });
  }

  @Get(':id')
  async show(@Param() { id }: TicketParams) {
    const ticket = await this.tickets.findById(id);
    if (!ticket) throw new NotFoundException();
    return ticket;
  }

  @Patch(':id')
  async update(@Param() { id }: TicketParams, @Body() changes: Partial<Ticket>, @Req() req) {
    const ticket = await this.tickets.findOneAndUpdate({ _id: id, ownerId: req.user.id }, { $set: changes }, { new: true });
    if (!ticket) throw new NotFoundException();
    return ticket;
  }

  // used by the team inbox
  @Post(':id/assign')
  async assign(@Param() { id }: TicketParams, @Body() { assignee }: AssignDto) {
    const ticket = await this.tickets.findByIdAndUpdate(id, { assignee, status: 'pending' }, { new: true });
    if (!ticket) throw new NotFoundException();
    return ticket;
  }
}
