"""Reads the XML price lists of the suppliers."""
from django.core.exceptions import ValidationError
from lxml import etree

from .models import Price


class FeedError(Exception):
    pass


def parse(content: bytes):
    parser = etree.XMLParser(resolve_entities=True, load_dtd=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as exc:
        raise FeedError("not a valid price list") from exc


def read_product(node) -> Price:
    try:
        price = Price(sku=node.get("sku"), name=node.findtext("name"), cents=int(node.findtext("cents")))
        price.clean_fields()
    except (TypeError, ValueError, ValidationError) as exc:
        raise FeedError("a product is incomplete") from exc
    return price


def store(content: bytes) -> int:
    prices = [read_product(node) for node in parse(content).iter("product")]
    Price.objects.bulk_create(
        prices, update_conflicts=True, unique_fields=["sku"], update_fields=["name", "cents"]
    )
    return len(prices)
