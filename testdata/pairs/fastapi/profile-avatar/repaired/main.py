import os
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import Depends, FastAPI, HTTPException, Request, Response, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address

from database import Db
from session import UserId, check_csrf, start_session

AVATAR_DIR = Path(os.environ["AVATAR_DIR"])
PUBLIC_COLUMNS = "id, display_name, bio, avatar, plan"
MAX_AVATAR = 512 * 1024
IMAGE_TYPES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}

hasher = PasswordHasher()
limiter = Limiter(key_func=get_remote_address)
app = FastAPI(title="Profiles", dependencies=[Depends(check_csrf)])
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)


class LoginForm(BaseModel):
    email: str = Field(max_length=254)
    password: str = Field(max_length=128)


class ProfileUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    display_name: str | None = Field(default=None, min_length=1, max_length=80)
    bio: str | None = Field(default=None, max_length=1000)


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
async def update_profile(profile_id: int, changes: ProfileUpdate, db: Db, user_id: UserId):
    if profile_id != user_id:
        raise HTTPException(403, "This is not your profile")
    values = changes.model_dump(exclude_none=True)
    if values:
        # The names are the fields of ProfileUpdate.
        assignments = ", ".join(f"{name} = ?" for name in values)
        await db.execute(f"UPDATE users SET {assignments} WHERE id = ?", (*values.values(), user_id))
        await db.commit()
    return await show_profile(user_id, db)


@app.post("/avatar")
async def upload_avatar(file: UploadFile, db: Db, user_id: UserId):
    content = await file.read(MAX_AVATAR + 1)
    suffix = next((ending for magic, ending in IMAGE_TYPES.items() if content.startswith(magic)), None)
    if suffix is None or len(content) > MAX_AVATAR:
        raise HTTPException(415, "PNG or JPEG up to 512 KB, please")
    AVATAR_DIR.mkdir(parents=True, exist_ok=True)
    target = AVATAR_DIR / (secrets.token_hex(12) + suffix)
    target.write_bytes(content)
    await db.execute("UPDATE users SET avatar = ? WHERE id = ?", (target.name, user_id))
    await db.commit()
    return {"avatar": target.name}


@app.get("/avatars/{name:path}")
async def show_avatar(name: str):
    folder = AVATAR_DIR.resolve()
    try:
        path = (folder / name).resolve()
    except ValueError:
        raise HTTPException(404, "No such picture")
    if not path.is_relative_to(folder) or not path.is_file():
        raise HTTPException(404, "No such picture")
    return FileResponse(path)
