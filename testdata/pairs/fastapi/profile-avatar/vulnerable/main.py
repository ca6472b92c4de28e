import os
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import FastAPI, HTTPException, Request, Response, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address

from database import Db
from session import UserId, start_session

AVATAR_DIR = Path(os.environ["AVATAR_DIR"])
PUBLIC_COLUMNS = "id, display_name, bio, avatar, plan"

hasher = PasswordHasher()
limiter = Limiter(key_func=get_remote_address)
app = FastAPI(title="Profiles")
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)


class LoginForm(BaseModel):
    email: str = Field(max_length=254)
    password: str = Field(max_length=128)


@app.post("/login")
@limiter.limit("10/minute")
async def login(request: Request, form: LoginForm, response: Response, db: Db):
    cursor = await db.execute("SELECT id, password_hash FROM users WHERE email = ?", (form.email.lower(),))
    user = await cursor.fetchone()
    try:
        hasher.verify(user["password_hash"] if user else hasher.hash("nobody"), form.password)
    except VerificationError:
        raise HTTPException(401, "Wrong email or password")
    if user is None:
        raise HTTPException(401, "Wrong email or password")
    start_session(response, user["id"])
    return {"id": user["id"]}


@app.get("/profiles/{profile_id}")
async def show_profile(profile_id: int, db: Db):
    cursor = await db.execute(f"SELECT {PUBLIC_COLUMNS} FROM users WHERE id = ?", (profile_id,))
    profile = await cursor.fetchone()
    if profile is None:
        raise HTTPException(404, "No such profile")
    return dict(profile)


@app.put("/profiles/{profile_id}")
async def update_profile(profile_id: int, changes: dict[str, Any], db: Db, user_id: UserId):
    known = {row["name"] for row in await db.execute_fetchall("PRAGMA table_info(users)")}
    columns = [name for name in changes if name in known]
    if columns:
        assignments = ", ".join(f"{name} = ?" for name in columns)
        values = [changes[name] for name in columns]
        await db.execute(f"UPDATE users SET {assignments} WHERE id = ?", (*values, profile_id))
        await db.commit()
    return await show_profile(profile_id, db)


@app.post("/avatar")
async def upload_avatar(file: UploadFile, db: Db, user_id: UserId):
    AVATAR_DIR.mkdir(parents=True, exist_ok=True)
    target = AVATAR_DIR / f"{user_id}-{file.filename}"
    target.write_bytes(await file.read())
    await db.execute("UPDATE users SET avatar = ? WHERE id = ?", (target.name, user_id))
    await db.commit()
    return {"avatar": target.name}


@app.get("/avatars/{name:path}")
async def show_avatar(name: str):
    path = AVATAR_DIR / name
    if not path.is_file():
        raise HTTPException(404, "No such picture")
    return FileResponse(path)
