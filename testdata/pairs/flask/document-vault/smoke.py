import io
import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
work = tempfile.mkdtemp()
os.environ["SECRET_KEY"] = "smoke-" * 8
os.environ["DATABASE_URL"] = "sqlite:///" + os.path.join(work, "vault.db")
os.environ["UPLOAD_FOLDER"] = os.path.join(work, "uploads")
os.makedirs(os.environ["UPLOAD_FOLDER"])
sys.path.insert(0, folder)

from vault import create_app  # noqa: E402
from vault.models import User, db  # noqa: E402

app = create_app()
with app.app_context():
    user = User(email="maria@example.org")
    user.set_password("Correct-Horse-42!")
    db.session.add(user)
    db.session.commit()

client = app.test_client()
site = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}


def form(path):
    page = client.get(path, **site).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return {"csrf_token": token.group(1)} if token else {}


def main():
    fields = {"email": "maria@example.org", "password": "Correct-Horse-42!", **form("/login")}
    if client.post("/login", data=fields, **site).status_code != 302:
        return "login"
    content = b"%PDF-1.4\n% yearly report\n"
    fields = {"title": "Report", "file": (io.BytesIO(content), "report.pdf"), **form("/documents/")}
    if client.post("/documents/upload", data=fields, **site).status_code != 302:
        return "upload"
    page = client.get("/documents/", **site).get_data(as_text=True)
    link = re.search(r'href="(/documents/\d+)"', page)
    if not link:
        return "list"
    answer = client.get(link.group(1), **site)
    return None if answer.status_code == 200 and answer.data == content else "download"


problem = main()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
