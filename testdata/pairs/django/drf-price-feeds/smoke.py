import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ.update(
    DJANGO_SETTINGS_MODULE="core.settings",
    SECRET_KEY="smoke-" * 9,
    ALLOWED_HOSTS="prices.example.org",
    DATABASE_PATH=os.path.join(tempfile.mkdtemp(), "prices.sqlite3"),
    SUPPLIER_FEEDS="tea-house=https://feeds.example.com/tea.xml",
)
sys.path.insert(0, folder)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(headers={"host": "prices.example.org"})
feed = (
    b"<feed><product sku='T-1'><name>Green tea</name><cents>450</cents></product>"
    b"<product sku='T-2'><name>Black tea</name><cents>390</cents></product></feed>"
)


def run():
    client.force_login(User.objects.create_superuser("maria"))
    answer = client.post("/feeds/upload/", {"feed": SimpleUploadedFile("feed.xml", feed)}, secure=True)
    if answer.status_code != 200 or answer.json() != {"products": 2}:
        return answer.content
    body = {"feed": SimpleUploadedFile("feed.xml", feed), "sku": "T-2"}
    if client.post("/feeds/preview/", body, secure=True).json() != [{"sku": "T-2", "name": "Black tea"}]:
        return "preview"
    prices = Client(headers={"host": "prices.example.org"}).get("/feeds/prices/", secure=True).json()
    return None if [p["cents"] for p in prices] == [450, 390] else prices


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
