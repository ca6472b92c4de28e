import os
import sqlite3
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
work = tempfile.mkdtemp()
os.environ["NOTES_DB"] = os.path.join(work, "notes.db")
os.environ["JWT_SECRET"] = "smoke-" * 8
sys.path.insert(0, folder)
os.chdir(work)

from app import app  # noqa: E402

client = app.test_client()
who = {"email": "maria@example.org", "password": "Correct-Horse-42!"}


def expect(answer, status):
    if answer.status_code != status:
        print(answer.request.path, answer.status_code, answer.get_data(as_text=True))
        sys.exit(1)
    return answer.get_json()


expect(client.post("/register", json=who), 201)
head = {"Authorization": "Bearer " + expect(client.post("/login", json=who), 200)["access_token"]}
expect(client.post("/notes", json={"body": "buy tea"}, headers=head), 201)
notes = expect(client.get("/notes", headers=head), 200)
with sqlite3.connect(os.environ["NOTES_DB"]) as db:
    db.execute("UPDATE users SET is_admin = 1")
users = expect(client.get("/admin/users", headers=head), 200)
sys.exit(0 if [n["body"] for n in notes] == ["buy tea"] and len(users) == 1 else 1)
