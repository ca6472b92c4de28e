import os
import sys
import tempfile
import time

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ["REPORT_DIR"] = os.path.join(tempfile.mkdtemp(), "reports")
os.environ["TOKEN_KEY"] = "smoke-" * 8
sys.path.insert(0, folder)

from fastapi.testclient import TestClient  # noqa: E402
from jose import jwt  # noqa: E402

from main import app  # noqa: E402

client = TestClient(app, base_url="https://testserver")
claims = {"sub": "maria", "aud": "reports", "scope": "reports", "exp": int(time.time()) + 600}
head = {"Authorization": "Bearer " + jwt.encode(claims, os.environ["TOKEN_KEY"], algorithm="HS256")}


def run():
    body = {
        "title": "Spring & summer",
        "letter": "Sales were {{ sales }} this year.",
        "figures": {"sales": 1200.0, "costs": 300.0},
        "formulas": {"margin": "(sales - costs) / sales"},
    }
    answer = client.post("/reports", json=body, headers=head)
    if answer.status_code != 201 or answer.json()["numbers"] != {"margin": 0.75}:
        return answer.text
    page = client.get("/reports/" + answer.json()["file"], headers=head)
    if page.status_code != 200 or "Sales were 1200.0 this year." not in page.text:
        return page.text
    if "Spring &amp; summer" not in page.text:
        return "title"
    answer = client.get("/reports/" + "0" * 32 + ".html", headers=head)
    return None if answer.status_code == 404 else answer.text


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
