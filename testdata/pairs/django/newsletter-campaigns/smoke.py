import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ.update(
    DJANGO_SETTINGS_MODULE="site_config.settings",
    SECRET_KEY="smoke-" * 9,
    SITE_HOST="news.example.org",
    DB_FILE=os.path.join(tempfile.mkdtemp(), "news.db"),
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
)
sys.path.insert(0, folder)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from newsletter.models import Campaign, Subscriber  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(headers={"host": "news.example.org"})


def run():
    body = {"email": "jonas@example.org", "next": "/thanks/"}
    answer = client.post("/newsletter/subscribe/", body, secure=True)
    if answer.status_code != 302 or answer["Location"] != "/thanks/":
        return "subscribe"
    client.force_login(User.objects.create_superuser("maria"))
    if b"jonas@example.org" not in client.get("/newsletter/subscribers/", secure=True).content:
        return "list"
    campaign = Campaign.objects.create(subject="Spring", text="New teas")
    answer = client.post(f"/newsletter/campaigns/{campaign.pk}/send/", secure=True)
    if answer.status_code != 200 or len(mail.outbox) != 1:
        return answer.content
    link = mail.outbox[0].body.split("Unsubscribe: ")[1].strip()
    path = link.removeprefix("https://news.example.org")
    if client.get(path, secure=True).status_code != 200:
        return link
    return None if not Subscriber.objects.filter(active=True).exists() else "still active"


mail.outbox = []
problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
