import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ["BOOKMARKS_DB"] = os.path.join(tempfile.mkdtemp(), "bookmarks.db")
for name in ("SECRET_KEY", "FLASK_SECRET_KEY", "APP_SECRET_KEY"):
    os.environ[name] = "smoke-" * 8
sys.path.insert(0, folder)

from app import app  # noqa: E402

site = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}
made = app.test_cli_runner().invoke(args=["create-user", "maria", "--password", "Correct-Horse-42!"])
client = app.test_client()


def form(path):
    page = client.get(path, **site).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return {"csrf_token": token.group(1)} if token else {}


def main():
    if made.exit_code:
        return made.output
    if client.get("/health", **site).status_code != 200 or client.get("/", **site).status_code != 302:
        return "start"
    fields = {"username": "maria", "password": "Correct-Horse-42!", **form("/login")}
    answer = client.post("/login?next=/", data=fields, **site)
    if answer.status_code != 302 or answer.location not in ("/", "https://localhost/"):
        return "login"
    # A host that does not exist: the bookmark is stored without a preview.
    fields = {"url": "https://docs.pages.invalid/guide", "note": "read <later>", **form("/")}
    page = client.post("/", data=fields, **site).get_data(as_text=True)
    return None if "docs.pages.invalid/guide" in page and "read &lt;later&gt;" in page else "list"


problem = main()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
