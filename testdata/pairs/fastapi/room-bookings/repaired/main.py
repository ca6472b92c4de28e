from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field, field_validator
from slowapi import _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from sqlalchemy.ext.asyncio import AsyncSession

import auth
from auth import CurrentAccount, get_session, require_manager
from models import Base, engine
from repository import BookingRepository

router = APIRouter(prefix="/bookings")
reports = APIRouter(prefix="/bookings/occupancy")


class BookingRequest(BaseModel):
    room: Literal["harbour", "garden", "attic"]
    day: date
    seats: int = Field(default=1, ge=1, le=20)

    @field_validator("day")
    @classmethod
    def within_a_year(cls, value: date) -> date:
        if not date.today() <= value <= date.today() + timedelta(days=365):
            raise ValueError("choose a day within the next year")
        return value


def get_repository(
    account: CurrentAccount, session: Annotated[AsyncSession, Depends(get_session)]
) -> BookingRepository:
    return BookingRepository(session, account.tenant_id)


Repository = Annotated[BookingRepository, Depends(get_repository)]


@router.post("", status_code=201)
async def book(body: BookingRequest, account: CurrentAccount, bookings: Repository):
    booking = await bookings.add(account.id, body.room, body.day, body.seats)
    return {"id": booking.id}


@router.get("")
async def my_bookings(account: CurrentAccount, bookings: Repository):
    return [{"id": b.id, "room": b.room, "day": b.day} for b in await bookings.of_account(account.id)]


@reports.get("")
async def occupancy(bookings: Repository):
    """Report for the managers of the house."""
    return await bookings.occupancy()


@router.delete("/{booking_id}", status_code=204)
async def cancel(booking_id: int, account: CurrentAccount, bookings: Repository):
    booking = await bookings.get(booking_id)
    if booking is None or booking.account_id != account.id:
        raise HTTPException(404, "Booking not found")
    await bookings.remove(booking)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(title="Room bookings", lifespan=lifespan)
app.state.limiter = auth.limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
app.include_router(auth.router)
app.include_router(reports, dependencies=[Depends(require_manager)])
app.include_router(router)
