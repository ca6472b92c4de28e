import { randomBytes } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import { NextRequest, NextResponse } from 'next/server';
import { z } from 'zod';
import { currentGuest } from '@/lib/guest';
import { db, events, tickets } from '@/lib/store';

const Wish = z.object({ eventId: z.number().int().positive(), seatNote: z.string().max(120).optional() });

function entryCode(): string {
  return randomBytes(10).toString('hex').toUpperCase();
}

export async function POST(req: NextRequest) {
  const guest = await currentGuest();
  if (!guest) return NextResponse.json({ error: 'Please sign in' }, { status: 401 });
  const wish = Wish.safeParse(await req.json().catch(() => null));
  if (!wish.success) return NextResponse.json({ error: 'Which event?' }, { status: 422 });
  const { eventId, seatNote } = wish.data;

  const ticket = await db.transaction(async (tx) => {
    const seats = await tx
      .update(events)
      .set({ seatsLeft: sql`${events.seatsLeft} - 1` })
      .where(and(eq(events.id, eventId), gt(events.seatsLeft, 0)))
      .returning({ id: events.id });
    if (seats.length === 0) return null;
    const [row] = await tx
      .insert(tickets)
      .values({ eventId, guestId: guest.id, seatNote, entryCode: entryCode() })
      .returning({ id: tickets.id, entryCode: tickets.entryCode });
    return row;
  });
  if (!ticket) return NextResponse.json({ error: 'Sold out' }, { status: 409 });
  return NextResponse.json(ticket, { status: 201 });
}
