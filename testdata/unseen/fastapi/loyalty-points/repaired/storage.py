import os

from pymongo import AsyncMongoClient

client = AsyncMongoClient(os.environ["LOYALTY_MONGO_URL"])
db = client.get_database("loyalty")

members = db.members
receipts = db.receipts
ledger = db.ledger
