import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { HydratedDocument } from 'mongoose';

@Schema({ timestamps: true })
export class Ticket {
  @Prop({ required: true, index: true })
  ownerId: string;

  @Prop({ required: true, maxlength: 200 })
  subject: string;

  @Prop({ required: true, maxlength: 10000 })
  body: string;

  @Prop({ default: 'open', enum: ['open', 'pending', 'closed'] })
  status: string;

  @Prop()
  assignee?: string;

  @Prop({ default: false })
  escalated: boolean;
}

export type TicketDocument = HydratedDocument<Ticket>;
export const TicketSchema = SchemaFactory.createForClass(Ticket);
