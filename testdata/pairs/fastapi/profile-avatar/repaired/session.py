"""Login session: a short JWT in a cookie, and a second cookie that has to be repeated as a header."""
import hmac
import os
import secrets
from datetime import datetime, timedelta, timezone
from typing import Annotated

import jwt
from fastapi import Cookie, Depends, HTTPException, Request, Response

SECRET = os.environ["SESSION_SECRET"]
LIFETIME = timedelta(hours=1)
COOKIE = {"max_age": int(LIFETIME.total_seconds()), "secure": True, "samesite": "lax"}


def start_session(response: Response, user_id: int) -> None:
    expires = datetime.now(timezone.utc) + LIFETIME
    token = jwt.encode({"sub": str(user_id), "exp": expires}, SECRET, algorithm="HS256")
    response.set_cookie("session", token, httponly=True, **COOKIE)
    # Read by the page's script, which sends it back as X-CSRF-Token.
    response.set_cookie("csrf_token", secrets.token_urlsafe(32), **COOKIE)


async def check_csrf(request: Request) -> None:
    """Dependency of the whole application; the login itself starts without a session."""
    if request.method in ("GET", "HEAD", "OPTIONS") or "session" not in request.cookies:
        return
    expected = request.cookies.get("csrf_token", "")
    given = request.headers.get("X-CSRF-Token", "")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        raise HTTPException(403, "CSRF token is missing")


async def current_user_id(session: Annotated[str | None, Cookie()] = None) -> int:
    try:
        claims = jwt.decode(session or "", SECRET, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401, "Not logged in")
    return int(claims["sub"])


UserId = Annotated[int, Depends(current_user_id)]
