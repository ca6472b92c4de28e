import hashlib
import hmac
import json
import os
import sys
import tempfile
import time

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
api_key = "smoke-" * 6
secret = "smoke-" * 8
os.environ["ORDERS_DB"] = os.path.join(tempfile.mkdtemp(), "orders.db")
os.environ["WEBHOOK_SECRET"] = secret
os.environ["MERCHANT_KEYS"] = json.dumps({hashlib.sha256(api_key.encode()).hexdigest(): "tea-shop"})
os.environ["ALLOWED_HOOK_HOSTS"] = '["hooks.example.com"]'
sys.path.insert(0, folder)

from fastapi.testclient import TestClient  # noqa: E402

from main import app, book  # noqa: E402

book.create("ORDER-1", "tea-shop", 1250)
client = TestClient(app, base_url="https://testserver")
key = {"X-Api-Key": api_key}


def run():
    if client.get("/orders/ORDER-1", headers=key).json()["status"] != "pending":
        return "pending"
    body = json.dumps({"order_id": "ORDER-1", "amount": 1250, "status": "paid"}).encode()
    stamp = str(int(time.time()))
    mac = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    head = {"X-Signature": f"t={stamp},v1={mac}", "Content-Type": "application/json"}
    answer = client.post("/webhooks/payments", content=body, headers=head)
    if answer.status_code != 200:
        return answer.text
    if client.get("/orders/ORDER-1", headers=key).json()["status"] != "paid":
        return "paid"
    answer = client.put("/hooks", json={"url": "https://hooks.example.com/tea"}, headers=key)
    return None if answer.status_code == 200 else answer.text


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
