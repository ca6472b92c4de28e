from datetime import date
from typing import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Booking


class BookingRepository:
    def __init__(self, session: AsyncSession, tenant_id: int):
        self.session = session
        self.tenant_id = tenant_id

    async def add(self, account_id: int, room: str, day: date, seats: int) -> Booking:
        booking = Booking(tenant_id=self.tenant_id, account_id=account_id, room=room, day=day, seats=seats)
        self.session.add(booking)
        await self.session.commit()
        return booking

    async def of_account(self, account_id: int) -> Sequence[Booking]:
        query = select(Booking).where(Booking.tenant_id == self.tenant_id, Booking.account_id == account_id)
        return (await self.session.scalars(query.order_by(Booking.day).limit(200))).all()

    async def get(self, booking_id: int) -> Booking | None:
        return await self.session.get(Booking, booking_id)

    async def remove(self, booking: Booking) -> None:
        await self.session.delete(booking)
        await self.session.commit()

    async def occupancy(self) -> list[dict]:
        query = select(Booking.room, Booking.day, func.sum(Booking.seats).label("seats"))
        query = query.where(Booking.tenant_id == self.tenant_id).group_by(Booking.room, Booking.day)
        return [dict(row) for row in (await self.session.execute(query)).mappings()]
