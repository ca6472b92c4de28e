import os
import sys
import tempfile
from decimal import Decimal

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ.update(
    DJANGO_SETTINGS_MODULE="backend.settings",
    SECRET_KEY="smoke-" * 9,
    ALLOWED_HOSTS="shop.example.org",
    DATABASE_PATH=os.path.join(tempfile.mkdtemp(), "orders.sqlite3"),
)
sys.path.insert(0, folder)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from orders.models import Order  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
customer, office = Client(headers={"host": "shop.example.org"}), Client(headers={"host": "shop.example.org"})
customer.force_login(User.objects.create_user("maria"))
office.force_login(User.objects.create_superuser("office"))
how = {"content_type": "application/json", "secure": True}


def run():
    if Client(headers={"host": "shop.example.org"}).get("/api/orders/", secure=True).status_code != 403:
        return "login required"
    answer = customer.post("/api/orders/", {"item": "Tea pot", "quantity": 2}, **how)
    if answer.status_code != 201:
        return answer.content
    number = answer.json()["id"]
    if customer.get("/api/orders/", secure=True).json()["results"][0]["item"] != "Tea pot":
        return "list"
    Order.objects.update(total=Decimal("60.00"), status="paid")
    answer = office.post(f"/api/orders/{number}/refund/", {"amount": "12.50"}, **how)
    if answer.status_code != 200 or answer.json()["status"] != "refunded":
        return answer.content
    if Order.objects.get().refunded != Decimal("12.50") or Order.objects.get().customer.username != "maria":
        return "refund"
    answer = office.get("/api/orders/export/", secure=True)
    return None if b"60.00,refunded" in answer.content else answer.content


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
