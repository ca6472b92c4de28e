import hashlib
import hmac
import logging
import random
import time
from typing import Annotated, Literal
from urllib.parse import urlsplit

import httpx
from fastapi import BackgroundTasks, Depends, FastAPI, Header, HTTPException, Request
from pydantic import AfterValidator, AnyHttpUrl, BaseModel, Field, ValidationError

from orders import OrderBook
from settings import settings

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
log = logging.getLogger("payments")

app = FastAPI(title="Payments")
book = OrderBook()


def partner_url(url: AnyHttpUrl) -> AnyHttpUrl:
    if url.scheme != "https" or url.host not in settings.allowed_hook_hosts or url.port != 443:
        raise ValueError("the host is not registered for notifications")
    return url


class Hook(BaseModel):
    url: Annotated[AnyHttpUrl, AfterValidator(partner_url)]


class PaymentEvent(BaseModel):
    order_id: str = Field(pattern=r"^[A-Z0-9-]{1,40}$")
    amount: int = Field(gt=0)
    status: Literal["paid", "failed"]


def merchant(x_api_key: Annotated[str, Header()]) -> str:
    given = hashlib.sha256(x_api_key.encode()).hexdigest()
    for digest, name in settings.merchant_keys.items():
        if hmac.compare_digest(digest, given):
            return name
    raise HTTPException(status_code=401, detail="Unknown API key")


async def signed_event(request: Request, x_signature: Annotated[str, Header()]) -> PaymentEvent:
    """The event of the body, after its signature "t=<seconds>,v1=<hex>" was verified."""
    parts = dict(part.partition("=")[::2] for part in x_signature.split(","))
    body = await request.body()
    stamp = parts.get("t", "")
    expected = hmac.new(settings.webhook_secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), parts.get("v1", "").encode()):
        raise HTTPException(status_code=401, detail="Bad signature")
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > 300:
        raise HTTPException(status_code=401, detail="Signature is too old")
    try:
        return PaymentEvent.model_validate_json(body)
    except ValidationError:
        raise HTTPException(status_code=422, detail="Not a payment event")


def notify(order_id: str, status: str) -> None:
    order = book.find(order_id)
    url = book.hook_of(order["merchant"])
    if url is None or urlsplit(url).hostname not in settings.allowed_hook_hosts:
        return
    for attempt in range(3):
        try:
            httpx.post(url, json={"order": order_id, "status": status}, timeout=5, follow_redirects=False)
            return
        except httpx.HTTPError:
            time.sleep(attempt + random.random())
    log.warning("notification of order %s failed", order["id"])


@app.post("/webhooks/payments")
async def payment_event(event: Annotated[PaymentEvent, Depends(signed_event)], tasks: BackgroundTasks):
    log.info("payment event for order %s", event.order_id)
    if book.settle(event.order_id, event.amount, event.status):
        tasks.add_task(notify, event.order_id, event.status)
    return {"received": True}


@app.get("/orders/{order_id}")
def order_status(order_id: str, name: Annotated[str, Depends(merchant)]):
    order = book.find(order_id)
    if order is None or order["merchant"] != name:
        raise HTTPException(status_code=404, detail="Order not found")
    return {"id": order["id"], "status": order["status"]}


@app.put("/hooks")
def set_hook(hook: Hook, name: Annotated[str, Depends(merchant)]):
    book.set_hook(name, str(hook.url))
    return {"merchant": name, "url": str(hook.url)}
