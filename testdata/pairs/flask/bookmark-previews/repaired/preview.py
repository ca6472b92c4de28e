"""Fetches the title of a public web page."""
import ipaddress
import re
import socket
from urllib.parse import urlsplit

import urllib3


class PreviewError(Exception):
    pass


def public_address(host, port):
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as exc:
        raise PreviewError("host not found") from exc
    if not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise PreviewError("host is not public")
    return sorted(addresses)[0]


def fetch_title(url):
    """Connects to the address that was checked, so a second DNS answer changes nothing."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as exc:
        raise PreviewError("bad address") from exc
    if parts.scheme != "https" or not parts.hostname or port != 443:
        raise PreviewError("only https pages are previewed")
    address = public_address(parts.hostname, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    pool = urllib3.HTTPSConnectionPool(address, port, server_hostname=parts.hostname, assert_hostname=parts.hostname)
    try:
        page = pool.request("GET", target, headers={"Host": parts.hostname}, redirect=False, retries=False,
                            timeout=5, preload_content=False)
        text = page.read(100_000).decode("utf-8", "replace")
    except urllib3.exceptions.HTTPError as exc:
        raise PreviewError("page not reachable") from exc
    finally:
        pool.close()
    match = re.search(r"<title>([^<]{1,200})", text, re.IGNORECASE)
    return match.group(1).strip() if match else url
