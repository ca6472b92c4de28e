import os
from typing import Annotated

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field
from slowapi import Limiter
from slowapi.util import get_remote_address
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Session

JWT_KEY = os.environ["JWT_KEY"]

router = APIRouter(prefix="/auth")
bearer = HTTPBearer()
hasher = PasswordHasher()
limiter = Limiter(key_func=get_remote_address)


async def get_session():
    async with Session() as session:
        yield session


class Credentials(BaseModel):
    email: str = Field(max_length=254)
    password: str = Field(max_length=128)


class AuthService:
    def __init__(self, session: Annotated[AsyncSession, Depends(get_session)]):
        self.session = session

    async def login(self, email: str, password: str) -> str | None:
        account = await self.session.scalar(select(Account).where(Account.email == email.lower()))
        if account is None:
            return None
        try:
            hasher.verify(account.password_hash, password)
        except VerificationError:
            return None
        return jwt.encode({"sub": str(account.id), "tenant": account.tenant_id}, JWT_KEY, algorithm="HS256")

    async def account_of(self, token: str) -> Account | None:
        claims = jwt.decode(token, JWT_KEY, algorithms=["HS256"])
        return await self.session.get(Account, int(claims["sub"]))


async def current_account(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
    service: Annotated[AuthService, Depends()],
) -> Account:
    account = await service.account_of(credentials.credentials)
    if account is None:
        raise HTTPException(401, "Please log in again")
    return account


CurrentAccount = Annotated[Account, Depends(current_account)]


@router.post("/login")
@limiter.limit("6/minute")
async def login(request: Request, body: Credentials, service: Annotated[AuthService, Depends()]):
    token = await service.login(body.email, body.password)
    if token is None:
        raise HTTPException(401, "Email or password is wrong")
    return {"token": token}
