from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pwdlib import PasswordHash
from pydantic import BaseModel, Field

from identity import issue_token, slow_down
from points import points
from storage import members

hasher = PasswordHash.recommended()
NOBODY = hasher.hash("no member has this one")

session = APIRouter(tags=["session"])


class Credentials(BaseModel):
    card_number: str = Field(pattern=r"^\d{12}$")
    password: str = Field(min_length=8, max_length=128)


@session.post("/session")
async def open_session(form: Credentials) -> dict[str, str]:
    member = await members.find_one({"card_number": form.card_number})
    stored = member["password_hash"] if member else NOBODY
    if not hasher.verify(form.password, stored) or member is None:
        raise HTTPException(401, "Card number or password is wrong")
    return {"token": issue_token(member)}


app = FastAPI(title="Loyalty points")
app.include_router(session, dependencies=[Depends(slow_down)])
app.include_router(points)
