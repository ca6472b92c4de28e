import os
import sys
import tempfile

sys.dont_write_bytecode = True
folder = os.path.abspath(sys.argv[1])
os.environ["DATABASE_URL"] = "sqlite:///" + os.path.join(tempfile.mkdtemp(), "shop.db")
os.environ["WAREHOUSE_KEY"] = "smoke-" * 8
sys.path.insert(0, folder)

from fastapi.testclient import TestClient  # noqa: E402

import main  # noqa: E402

try:
    from database import engine, products
except ImportError:
    engine, products = main.engine, main.products

with engine.begin() as db:
    for name, price in (("Green tea", 4), ("Black tea", 3), ("Tea pot", 30), ("Coffee", 8)):
        db.execute(products.insert().values(name=name, category="kitchen", price=price, stock=5))

client = TestClient(main.app, base_url="https://testserver")
key = {"X-Warehouse-Key": main.WAREHOUSE_KEY}


def run():
    if client.get("/health").status_code != 200:
        return "health"
    found = client.get("/products", params={"q": "tea", "sort": "price", "limit": 2}).json()
    if [p["name"] for p in found] != ["Black tea", "Green tea"]:
        return found
    if client.put("/products/1/stock", json={"stock": 9}, headers=key).status_code != 200:
        return "stock"
    if client.put("/products/1/stock", json={"stock": 9}, headers={"X-Warehouse-Key": "none"}).status_code != 401:
        return "key"
    return None if client.get("/products/1").json()["stock"] == 9 else "product"


problem = run()
if problem:
    print(problem)
sys.exit(1 if problem else 0)
