import os
import time
from typing import Annotated

from bson import ObjectId
from bson.errors import InvalidId
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from storage import members

TOKEN_KEY = OctKey.import_key(os.environ["LOYALTY_TOKEN_KEY"])
TOKEN_SECONDS = 30 * 60
claims_rules = jwt.JWTClaimsRegistry(exp={"essential": True}, sub={"essential": True})
scheme = HTTPBearer()

attempts = MovingWindowRateLimiter(storage_from_string(os.environ["LOYALTY_LIMITS_URL"]))
ten_a_minute = parse("10/minute")


def slow_down(request: Request) -> None:
    if not attempts.hit(ten_a_minute, "session", request.client.host):
        raise HTTPException(429, "Too many attempts")


def issue_token(member: dict) -> str:
    claims = {"sub": str(member["_id"]), "exp": int(time.time()) + TOKEN_SECONDS}
    return jwt.encode({"alg": "HS256"}, claims, TOKEN_KEY)


def subject_of(raw: str) -> ObjectId:
    token = jwt.decode(raw, TOKEN_KEY, algorithms=["HS256"])
    claims_rules.validate(token.claims)
    return ObjectId(token.claims["sub"])


async def signed_in_member(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(scheme)],
) -> dict:
    try:
        member_id = subject_of(credentials.credentials)
    except (JoseError, InvalidId, TypeError, ValueError):
        raise HTTPException(401, "Please sign in again") from None
    member = await members.find_one({"_id": member_id})
    if member is None:
        raise HTTPException(401, "Please sign in again")
    return member


Member = Annotated[dict, Depends(signed_in_member)]


def cashier_only(member: Member) -> dict:
    if member.get("role") != "cashier":
        raise HTTPException(403, "Only for cashiers")
    return member
