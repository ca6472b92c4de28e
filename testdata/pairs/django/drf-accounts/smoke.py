import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ.update(
    DJANGO_SETTINGS_MODULE="project.settings",
    SECRET_KEY="smoke-" * 9,
    ALLOWED_HOSTS="api.example.org",
    DATABASE_PATH=os.path.join(tempfile.mkdtemp(), "db.sqlite3"),
)
sys.path.insert(0, folder)

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(headers={"host": "api.example.org"})
how = {"content_type": "application/json", "secure": True}


def run():
    body = {"username": "maria", "email": "maria@example.org", "password": "Correct-Horse-42!"}
    answer = client.post("/api/accounts/register/", body, **how)
    if answer.status_code != 201:
        return answer.content
    answer = client.post("/api/token/", {"username": "maria", "password": "Correct-Horse-42!"}, **how)
    if answer.status_code != 200:
        return answer.content
    head = {"authorization": "Bearer " + answer.json()["access"]}
    if client.get("/api/accounts/me/", secure=True, headers=head).json()["email"] != "maria@example.org":
        return "me"
    get_user_model().objects.update(is_staff=True)
    answer = client.get("/api/accounts/", secure=True, headers=head)
    return None if answer.status_code == 200 and len(answer.json()) == 1 else answer.content


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
