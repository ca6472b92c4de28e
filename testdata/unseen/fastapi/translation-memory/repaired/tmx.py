import os

import httpx
from fastapi import APIRouter, HTTPException
from lxml import etree
from pydantic import BaseModel, HttpUrl, field_validator

from access import Agency, Db

imports = APIRouter(prefix="/imports", tags=["imports"])

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAX_BYTES = 10_000_000
TMX_HOSTS = frozenset(os.environ["TM_IMPORT_HOSTS"].split(","))


class TmxImport(BaseModel):
    url: HttpUrl

    @field_validator("url")
    @classmethod
    def from_a_known_vendor(cls, url: HttpUrl) -> HttpUrl:
        if url.scheme != "https" or url.host not in TMX_HOSTS or url.port != 443:
            raise ValueError("imports are possible from the agreed vendors only")
        return url


async def download(url: str) -> bytes:
    body = bytearray()
    async with httpx.AsyncClient(timeout=10, follow_redirects=False) as web:
        async with web.stream("GET", url) as answer:
            answer.raise_for_status()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise HTTPException(413, "The file is too large")
    return bytes(body)


def pairs_of(document: bytes):
    parser = etree.XMLParser(load_dtd=False, resolve_entities=False, no_network=True)
    for unit in etree.fromstring(document, parser).iter("tu"):
        texts = [
            (v.get(XML_LANG, ""), "".join(v.find("seg").itertext()))
            for v in unit.iter("tuv")
            if v.find("seg") is not None
        ]
        if len(texts) == 2 and all(0 < len(t) <= 4000 and 2 <= len(lang) <= 5 for lang, t in texts):
            yield texts


@imports.post("", status_code=201)
async def import_tmx(job: TmxImport, agency: Agency, db: Db) -> dict[str, int]:
    try:
        document = await download(str(job.url))
        rows = [(agency["id"], s[0], t[0], s[1], t[1]) for s, t in pairs_of(document)]
    except (httpx.HTTPError, etree.XMLSyntaxError):
        raise HTTPException(422, "No readable TMX file at this address") from None
    await db.executemany(
        "INSERT INTO units (agency_id, source_lang, target_lang, source, target) "
        "VALUES ($1, $2, $3, $4, $5)",
        rows,
    )
    return {"imported": len(rows)}
