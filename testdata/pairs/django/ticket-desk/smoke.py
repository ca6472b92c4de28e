import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ.update(
    DJANGO_SETTINGS_MODULE="config.settings",
    DJANGO_SECRET_KEY="smoke-" * 9,
    SECRET_KEY="smoke-" * 9,
    DJANGO_HOSTS="desk.example.org",
    DATABASE_PATH=os.path.join(tempfile.mkdtemp(), "db.sqlite3"),
)
sys.path.insert(0, folder)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(headers={"host": "desk.example.org"})


def run():
    if client.get("/tickets/", secure=True).status_code != 302:
        return "login required"
    client.force_login(User.objects.create_user("maria"))
    body = {"subject": "Printer & paper", "body": "first line\nsecond line"}
    answer = client.post("/tickets/new/", body, secure=True)
    if answer.status_code != 302:
        return "create"
    url = answer["Location"]
    if client.post(url + "comments/", {"text": "It works again"}, secure=True).status_code != 302:
        return "comment"
    page = client.get(url, secure=True).content.decode()
    if "first line<br>second line" not in page or "It works again" not in page:
        return page
    page = client.get("/tickets/", {"q": "paper"}, secure=True).content.decode()
    return None if "Printer &amp; paper" in page else page


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
