import { and, eq, isNull } from 'drizzle-orm';
import { NextRequest, NextResponse } from 'next/server';
import { z } from 'zod';
import { currentGuest } from '@/lib/guest';
import { db, tickets } from '@/lib/store';

const TicketId = z.coerce.number().int().positive();
type Context = { params: Promise<{ ticketId: string }> };

export async function GET(_req: NextRequest, { params }: Context) {
  const guest = await currentGuest();
  if (!guest) return NextResponse.json({ error: 'Please sign in' }, { status: 401 });
  const id = TicketId.safeParse((await params).ticketId);
  if (!id.success) return NextResponse.json({ error: 'No such ticket' }, { status: 404 });
  const [ticket] = await db.select().from(tickets).where(and(eq(tickets.id, id.data), eq(tickets.guestId, guest.id)));
  if (!ticket) return NextResponse.json({ error: 'No such ticket' }, { status: 404 });
  return NextResponse.json(ticket);
}

// Used by the scanner at the door.
export async function PUT(_req: NextRequest, { params }: Context) {
  const guest = await currentGuest();
  if (!guest?.door) return NextResponse.json({ error: 'Door staff only' }, { status: 403 });
  const id = TicketId.safeParse((await params).ticketId);
  if (!id.success) return NextResponse.json({ error: 'No such ticket' }, { status: 404 });
  const used = await db
    .update(tickets)
    .set({ usedAt: new Date() })
    .where(and(eq(tickets.id, id.data), isNull(tickets.usedAt)))
    .returning({ id: tickets.id });
  return NextResponse.json({ admitted: used.length === 1 });
}
