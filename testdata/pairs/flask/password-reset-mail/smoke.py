import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ["ACCOUNTS_DB"] = os.path.join(tempfile.mkdtemp(), "accounts.db")
os.environ["JWT_SECRET"] = "smoke-" * 8
os.environ["PUBLIC_URL"] = "https://shop.example.org"
os.environ.pop("MAIL_HOST", None)
sys.path.insert(0, folder)

import mailer  # noqa: E402
from app import app, store  # noqa: E402
from werkzeug.security import generate_password_hash  # noqa: E402

store.add("maria@example.org", generate_password_hash("Correct-Horse-42!"))
client = app.test_client()


def post(path, status, **body):
    answer = client.post(path, json=body)
    if answer.status_code != status:
        print(path, answer.status_code, answer.get_data(as_text=True))
        sys.exit(1)
    return answer.get_json()


post("/api/login", 200, email="maria@example.org", password="Correct-Horse-42!")
post("/api/password/forgot", 200, email="maria@example.org")
token = re.search(r"token=([\w.~-]+)", mailer.outbox[-1].get_content()).group(1)
post("/api/password/reset", 200, token=token, password="New-Harbour-Light-77!")
post("/api/login", 401, email="maria@example.org", password="Correct-Horse-42!")
token = post("/api/login", 200, email="maria@example.org", password="New-Harbour-Light-77!")["token"]
sys.exit(0 if token.count(".") == 2 else 1)
