import hashlib
import logging
from typing import Annotated

from asyncpg import Connection, Record
from fastapi import Depends, Header, HTTPException, Request

log = logging.getLogger("tm.access")


async def connection(request: Request):
    async with request.app.state.pool.acquire() as conn:
        yield conn


Db = Annotated[Connection, Depends(connection)]


async def calling_agency(db: Db, x_tm_key: Annotated[str, Header(max_length=80)]) -> Record:
    """Agencies call us with a random 256-bit key; only its digest is stored."""
    digest = hashlib.sha256(x_tm_key.encode()).hexdigest()
    agency = await db.fetchrow(
        "SELECT id, name, is_keeper FROM agencies WHERE key_digest = $1 AND key_expires > now()", digest
    )
    if agency is None:
        log.warning("rejected call, digest starts with %s", digest[:8])
        raise HTTPException(401, "Unknown key")
    return agency


Agency = Annotated[Record, Depends(calling_agency)]


async def keeper(agency: Agency) -> Record:
    if not agency["is_keeper"]:
        raise HTTPException(403, "Only for the keepers of the memory")
    return agency
