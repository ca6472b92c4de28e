import os
from collections.abc import AsyncIterator
from typing import Annotated

import aiosqlite
from fastapi import Depends

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    email TEXT UNIQUE NOT NULL,
    password_hash TEXT NOT NULL,
    display_name TEXT NOT NULL DEFAULT '',
    bio TEXT NOT NULL DEFAULT '',
    avatar TEXT,
    plan TEXT NOT NULL DEFAULT 'free'
)
"""


async def open_db() -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(os.environ["PROFILE_DB"]) as db:
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        yield db


Db = Annotated[aiosqlite.Connection, Depends(open_db)]
