from typing import Annotated

from bson import ObjectId
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from joserfc import jwt
from joserfc.jwk import OctKey

from storage import members

TOKEN_KEY = OctKey.import_key("pebble-orchard-7714-loyalty")
scheme = HTTPBearer()


def issue_token(member: dict) -> str:
    return jwt.encode({"alg": "HS256"}, {"sub": str(member["_id"])}, TOKEN_KEY)


async def signed_in_member(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(scheme)],
) -> dict:
    token = jwt.decode(credentials.credentials, TOKEN_KEY, algorithms=["HS256"])
    member = await members.find_one({"_id": ObjectId(token.claims["sub"])})
    if member is None:
        raise HTTPException(401, "Please sign in again")
    return member


Member = Annotated[dict, Depends(signed_in_member)]
