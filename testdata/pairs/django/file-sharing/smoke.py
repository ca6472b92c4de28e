import io
import os
import sys
import tarfile
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
work = tempfile.mkdtemp()
os.environ.update(
    DJANGO_SETTINGS_MODULE="sharebox.settings",
    SECRET_KEY="smoke-" * 9,
    SITE_HOST="share.example.org",
    SHARE_ROOT=os.path.join(work, "shares"),
    DATABASE_PATH=os.path.join(work, "share.sqlite3"),
)
sys.path.insert(0, folder)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from links.models import ShareLink  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
employee = Client(headers={"host": "share.example.org"})
guest = Client(headers={"host": "share.example.org"})
secret = "Correct-Horse-42!"


def run():
    employee.force_login(User.objects.create_user("maria"))
    answer = employee.post("/s/new/", {"password": secret}, secure=True)
    if answer.status_code != 201:
        return answer.content
    code = answer.json()["code"]
    (ShareLink.objects.get().folder / "plan.txt").write_text("tea at four")
    if guest.get(f"/s/{code}/files/", secure=True).status_code != 403:
        return "locked"
    if guest.post(f"/s/{code}/unlock/", {"password": secret}, secure=True).status_code != 200:
        return "unlock"
    if guest.get(f"/s/{code}/files/", secure=True).json() != {"files": ["plan.txt"]}:
        return "list"
    answer = guest.get(f"/s/{code}/download/", {"name": "plan.txt"}, secure=True)
    if b"".join(answer.streaming_content) != b"tea at four":
        return "download"
    answer = guest.get(f"/s/{code}/archive/", secure=True)
    with tarfile.open(fileobj=io.BytesIO(b"".join(answer.streaming_content))) as files:
        return None if "./plan.txt" in files.getnames() else "archive"


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
