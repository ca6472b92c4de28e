import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ["DATABASE_URL"] = "sqlite:///" + os.path.join(tempfile.mkdtemp(), "teams.db")
os.environ["SECRET_KEY"] = "smoke-" * 8
sys.path.insert(0, folder)

from fastapi.testclient import TestClient  # noqa: E402

from app.db import Membership, SessionLocal, User  # noqa: E402
from app.main import app  # noqa: E402
from app.security import hash_password  # noqa: E402


def expect(answer, status):
    if answer.status_code != status:
        print(answer.request.url, answer.status_code, answer.text)
        sys.exit(1)
    return answer.json()


with TestClient(app, base_url="https://testserver") as client:
    with SessionLocal() as db:
        for email in ("maria@example.org", "jonas@example.org"):
            db.add(User(email=email, hashed_password=hash_password("Correct-Horse-42!")))
        db.flush()
        db.add(Membership(team_id=7, user_id=1, role="admin"))
        db.commit()

    def login(email):
        form = {"username": email, "password": "Correct-Horse-42!"}
        return {"Authorization": "Bearer " + expect(client.post("/token", data=form), 200)["access_token"]}

    maria, jonas = login("maria@example.org"), login("jonas@example.org")
    body = {"email": "jonas@example.org", "role": "member"}
    code = expect(client.post("/teams/7/invitations", json=body, headers=maria), 201)["code"]
    expect(client.post("/invitations/accept", json={"code": code}, headers=jonas), 200)
    teams = expect(client.get("/teams", headers=jonas), 200)
sys.exit(0 if teams == [{"team_id": 7, "role": "member"}] else 1)
