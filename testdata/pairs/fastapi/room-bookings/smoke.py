import asyncio
import os
import sys
import tempfile
from datetime import date, timedelta

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ["DATABASE_URL"] = "sqlite+aiosqlite:///" + os.path.join(tempfile.mkdtemp(), "rooms.db")
os.environ["JWT_KEY"] = "smoke-" * 8
sys.path.insert(0, folder)

from argon2 import PasswordHasher  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402

from main import app  # noqa: E402
from models import Account, Base, Session, engine  # noqa: E402


async def add_account():
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        hashed = PasswordHasher().hash("Correct-Horse-42!")
        session.add(Account(email="maria@example.org", password_hash=hashed, tenant_id=1, is_manager=True))
        await session.commit()
    await engine.dispose()


asyncio.run(add_account())


def run(client):
    body = {"email": "maria@example.org", "password": "Correct-Horse-42!"}
    head = {"Authorization": "Bearer " + client.post("/auth/login", json=body).json()["token"]}
    day = (date.today() + timedelta(days=9)).isoformat()
    answer = client.post("/bookings", json={"room": "garden", "day": day, "seats": 3}, headers=head)
    if answer.status_code != 201:
        return answer.text
    number = answer.json()["id"]
    if client.get("/bookings", headers=head).json() != [{"id": number, "room": "garden", "day": day}]:
        return "list"
    if client.get("/bookings/occupancy", headers=head).json() != [{"room": "garden", "day": day, "seats": 3}]:
        return "occupancy"
    if client.delete(f"/bookings/{number}", headers=head).status_code != 204:
        return "cancel"
    return None if client.get("/bookings", headers=head).json() == [] else "still there"


with TestClient(app, base_url="https://testserver") as client:
    problem = run(client)
if problem:
    print(problem)
sys.exit(1 if problem else 0)
