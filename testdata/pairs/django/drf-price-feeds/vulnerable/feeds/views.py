import base64
import logging
import pickle

import requests
from rest_framework.decorators import api_view, parser_classes, permission_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from .models import Price
from .parser import FeedError, parse, store

logger = logging.getLogger(__name__)


@api_view(["GET"])
@permission_classes([AllowAny])
def price_list(request):
    """Shown on the public web site."""
    return Response(list(Price.objects.order_by("sku").values("sku", "name", "cents")[:500]))


@api_view(["POST"])
@parser_classes([MultiPartParser])
def upload_feed(request):
    upload = request.FILES.get("feed")
    if upload is None or upload.size > 2_000_000:
        return Response({"detail": "A price list of up to 2 MB is required."}, status=400)
    try:
        return Response({"products": store(upload.read())})
    except FeedError as exc:
        return Response({"detail": exc.args[0]}, status=400)


@api_view(["POST"])
def import_feed(request):
    """Download a price list from the supplier."""
    url = request.data.get("url", "")
    try:
        answer = requests.get(url, timeout=10)
        answer.raise_for_status()
        return Response({"products": store(answer.content)})
    except FeedError as exc:
        return Response({"detail": exc.args[0]}, status=400)
    except requests.RequestException as exc:
        logger.exception("feed import failed")
        return Response({"detail": str(exc)}, status=502)


@api_view(["POST"])
@parser_classes([MultiPartParser])
def preview_product(request):
    """Show one product of an uploaded list before it is imported."""
    upload = request.FILES.get("feed")
    sku = request.data.get("sku", "")
    if upload is None or upload.size > 2_000_000:
        return Response({"detail": "A price list of up to 2 MB is required."}, status=400)
    try:
        nodes = parse(upload.read()).xpath(f"//product[@sku='{sku}']")
    except FeedError as exc:
        return Response({"detail": exc.args[0]}, status=400)
    return Response([{"sku": node.get("sku"), "name": node.findtext("name")} for node in nodes])


@api_view(["POST"])
@permission_classes([AllowAny])
def restore_snapshot(request):
    """The nightly job sends back the last good prices."""
    rows = pickle.loads(base64.b64decode(request.data["snapshot"]))
    for row in rows:
        Price.objects.update_or_create(sku=row["sku"], defaults={"name": row["name"], "cents": row["cents"]})
    return Response({"products": len(rows)})
