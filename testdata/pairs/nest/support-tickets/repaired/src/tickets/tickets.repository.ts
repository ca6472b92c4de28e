import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { Ticket, TicketDocument } from './ticket.schema';
import { CreateTicketDto, ListQuery, UpdateTicketDto } from './tickets.dto';

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

@Injectable()
export class TicketsRepository {
  constructor(@InjectModel(Ticket.name) private readonly model: Model<TicketDocument>) {}

  list(ownerId: string, { status }: ListQuery) {
    return this.model.find({ ownerId, ...(status && { status }) }).sort({ createdAt: -1 }).limit(50);
  }

  search(ownerId: string, q: string) {
    return this.model.find({ ownerId, subject: new RegExp(literal(q), 'i') }).limit(20);
  }

  create(ownerId: string, dto: CreateTicketDto) {
    return this.model.create({ ...dto, ownerId });
  }

  byId(ownerId: string, id: string) {
    return this.model.findOne({ _id: id, ownerId });
  }

  update(ownerId: string, id: string, changes: UpdateTicketDto) {
    return this.model.findOneAndUpdate({ _id: id, ownerId }, { $set: changes }, { new: true });
  }

  assign(id: string, assignee: string) {
    return this.model.findByIdAndUpdate(id, { assignee, status: 'pending' }, { new: true });
  }
}
