"""Login session: a short JWT in a cookie."""
import os
from datetime import datetime, timedelta, timezone
from typing import Annotated

import jwt
from fastapi import Cookie, Depends, HTTPException, Response

SECRET = os.environ["SESSION_SECRET"]
LIFETIME = timedelta(hours=1)


def start_session(response: Response, user_id: int) -> None:
    expires = datetime.now(timezone.utc) + LIFETIME
    token = jwt.encode({"sub": str(user_id), "exp": expires}, SECRET, algorithm="HS256")
    response.set_cookie("session", token, max_age=int(LIFETIME.total_seconds()), secure=True, samesite="none")


async def current_user_id(session: Annotated[str | None, Cookie()] = None) -> int:
    try:
        claims = jwt.decode(session or "", SECRET, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401, "Not logged in")
    return int(claims["sub"])


UserId = Annotated[int, Depends(current_user_id)]
