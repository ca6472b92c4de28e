import os
from typing import Annotated

from fastapi import Depends, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, SecurityScopes
from jose import JWTError, jwt

# Tokens are issued by the identity service of the company.
TOKEN_KEY = os.environ["TOKEN_KEY"]
oauth2 = OAuth2PasswordBearer(tokenUrl=os.environ.get("TOKEN_URL", "/identity/token"))


def authorize(scopes: SecurityScopes, token: Annotated[str, Depends(oauth2)]) -> str:
    """Subject of a valid token that has all the scopes the route asks for."""
    try:
        claims = jwt.decode(token, TOKEN_KEY, algorithms=["HS256"], audience="reports", options={"require_exp": True})
    except JWTError:
        raise HTTPException(status_code=401, detail="Invalid token")
    granted = str(claims.get("scope", "")).split()
    if not claims.get("sub") or any(scope not in granted for scope in scopes.scopes):
        raise HTTPException(status_code=403, detail="Not allowed")
    return claims["sub"]


Author = Annotated[str, Security(authorize, scopes=["reports"])]
