from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from slowapi import _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from sqlalchemy.ext.asyncio import AsyncSession

import auth
from auth import CurrentAccount, get_session
from models import Base, engine
from repository import BookingRepository

router = APIRouter(prefix="/bookings")


def get_repository(
    account: CurrentAccount, session: Annotated[AsyncSession, Depends(get_session)]
) -> BookingRepository:
    return BookingRepository(session, account.tenant_id)


Repository = Annotated[BookingRepository, Depends(get_repository)]


@router.post("", status_code=201)
async def book(body: dict, account: CurrentAccount, bookings: Repository):
    day = date.fromisoformat(body["day"])
    booking = await bookings.add(account.id, body["room"], day, body.get("seats", 1))
    return {"id": booking.id}


@router.get("")
async def my_bookings(account: CurrentAccount, bookings: Repository):
    return [{"id": b.id, "room": b.room, "day": b.day} for b in await bookings.of_account(account.id)]


@router.get("/occupancy")
async def occupancy(bookings: Repository):
    """Report for the managers of the house."""
    return await bookings.occupancy()


@router.delete("/{booking_id}", status_code=204)
async def cancel(booking_id: int, bookings: Repository):
    booking = await bookings.get(booking_id)
    if booking is None:
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
app.include_router(router)
