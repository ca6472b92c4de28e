import logging
from os import environ

import requests
from rest_framework.decorators import api_view, parser_classes, permission_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from .models import Price
from .parser import FeedError, parse, store
from .snapshots import Snapshot

logger = logging.getLogger(__name__)

MAX_FEED = 2_000_000
# Name of the supplier and address of its price list, "tea-house=https://feeds.example.com/tea.xml;…"
SUPPLIERS = dict(entry.split("=", 1) for entry in environ["SUPPLIER_FEEDS"].split(";"))


@api_view(["GET"])
@permission_classes([AllowAny])
def price_list(request):
    """Shown on the public web site."""
    return Response(list(Price.objects.order_by("sku").values("sku", "name", "cents")[:500]))


@api_view(["POST"])
@parser_classes([MultiPartParser])
def upload_feed(request):
    upload = request.FILES.get("feed")
    if upload is None or upload.size > MAX_FEED:
        return Response({"detail": "A price list of up to 2 MB is required."}, status=400)
    try:
        return Response({"products": store(upload.read())})
    except FeedError as exc:
        return Response({"detail": exc.args[0]}, status=400)


@api_view(["POST"])
def import_feed(request):
    """Download a price list from a known supplier."""
    url = SUPPLIERS.get(str(request.data.get("supplier", "")))
    if url is None:
        return Response({"detail": "Unknown supplier."}, status=400)
    try:
        with requests.get(url, timeout=10, stream=True, allow_redirects=False) as answer:
            answer.raise_for_status()
            content = answer.raw.read(MAX_FEED + 1, decode_content=True)
        if len(content) > MAX_FEED:
            raise FeedError("the price list is too large")
        return Response({"products": store(content)})
    except FeedError as exc:
        return Response({"detail": exc.args[0]}, status=400)
    except requests.RequestException:
        logger.exception("feed import failed")
        return Response({"detail": "The supplier could not be reached."}, status=502)


@api_view(["POST"])
@parser_classes([MultiPartParser])
def preview_product(request):
    """Show one product of an uploaded list before it is imported."""
    upload = request.FILES.get("feed")
    if upload is None or upload.size > MAX_FEED:
        return Response({"detail": "A price list of up to 2 MB is required."}, status=400)
    try:
        nodes = parse(upload.read()).xpath("//product[@sku=$sku]", sku=str(request.data.get("sku", ""))[:20])
    except FeedError as exc:
        return Response({"detail": exc.args[0]}, status=400)
    return Response([{"sku": node.get("sku"), "name": node.findtext("name")} for node in nodes])


@api_view(["POST"])
def restore_snapshot(request):
    """The nightly job sends back the last good prices with the session of its service account."""
    snapshot = Snapshot(data=request.data)
    snapshot.is_valid(raise_exception=True)
    return Response({"products": snapshot.restore()})
