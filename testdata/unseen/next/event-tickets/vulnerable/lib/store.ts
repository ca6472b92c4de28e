import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';

export const guests = pgTable('guests', {
  id: serial('id').primaryKey(),
  email: text('email').notNull().unique(),
  doorStaff: integer('door_staff').notNull().default(0),
  signInDigest: text('sign_in_digest'),
  signInUntil: timestamp('sign_in_until'),
});

export const events = pgTable('events', {
  id: serial('id').primaryKey(),
  title: text('title').notNull(),
  seatsLeft: integer('seats_left').notNull(),
});

export const tickets = pgTable('tickets', {
  id: serial('id').primaryKey(),
  eventId: integer('event_id').notNull().references(() => events.id),
  guestId: integer('guest_id').notNull().references(() => guests.id),
  entryCode: text('entry_code').notNull().unique(),
  seatNote: text('seat_note'),
  usedAt: timestamp('used_at'),
});

export function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not configured`);
  return value;
}

export const db = drizzle(env('TICKETS_DB'));
