import asyncio
import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
work = tempfile.mkdtemp()
os.environ["PROFILE_DB"] = os.path.join(work, "profiles.db")
os.environ["AVATAR_DIR"] = os.path.join(work, "avatars")
os.environ["SESSION_SECRET"] = "smoke-" * 8
sys.path.insert(0, folder)

from argon2 import PasswordHasher  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402

from database import open_db  # noqa: E402
from main import app  # noqa: E402


async def add_user():
    async for db in open_db():
        values = ("maria@example.org", PasswordHasher().hash("Correct-Horse-42!"))
        await db.execute("INSERT INTO users (email, password_hash) VALUES (?, ?)", values)
        await db.commit()


asyncio.run(add_user())
client = TestClient(app, base_url="https://testserver")
picture = b"\x89PNG\r\n\x1a\n" + bytes(64)


def run():
    body = {"email": "maria@example.org", "password": "Correct-Horse-42!"}
    if client.post("/login", json=body).json() != {"id": 1}:
        return "login"
    head = {"X-CSRF-Token": client.cookies.get("csrf_token") or "none"}
    answer = client.put("/profiles/1", json={"display_name": "Maria", "bio": "Likes tea"}, headers=head)
    if answer.status_code != 200 or answer.json()["bio"] != "Likes tea":
        return answer.text
    answer = client.post("/avatar", files={"file": ("me.png", picture, "image/png")}, headers=head)
    if answer.status_code != 200:
        return answer.text
    name = client.get("/profiles/1").json()["avatar"]
    return None if name and client.get("/avatars/" + name).content == picture else "picture"


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
