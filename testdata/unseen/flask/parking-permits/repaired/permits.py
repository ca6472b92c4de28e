import os
import re
import uuid

from flask import (Blueprint, abort, current_app, flash, g, redirect, render_template, request,
                   url_for)
from itsdangerous import BadSignature, URLSafeTimedSerializer

from accounts import resident_only
from store import Permit, permit_of

permits = Blueprint("permits", __name__)

PLATE = re.compile(r"[A-Z0-9]{2,10}")
ZONES = {"A1", "A2", "B1", "B2", "C1"}
PROOF_KINDS = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


def guest_signer():
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="guest-pass")


def proof_extension(upload):
    head = upload.stream.read(8)
    upload.stream.seek(0)
    return next((ext for magic, ext in PROOF_KINDS.items() if head.startswith(magic)), None)


@permits.get("/permits")
@resident_only
def mine():
    return render_template("permits.html", permits=g.resident.permits, zones=sorted(ZONES))


@permits.post("/permits")
@resident_only
def apply_for_permit():
    plate = request.form.get("plate", "").replace("-", "").upper()
    zone = request.form.get("zone", "")
    remark = request.form.get("remark", "").strip()
    proof = request.files.get("proof")
    if not PLATE.fullmatch(plate) or zone not in ZONES or len(remark) > 500 or proof is None:
        flash("Please check the plate, the zone and the proof of residence.")
        return redirect(url_for("permits.mine"))

    extension = proof_extension(proof)
    if extension is None:
        flash("The proof of residence has to be a PDF, PNG or JPEG file.")
        return redirect(url_for("permits.mine"))
    stored_as = uuid.uuid4().hex + extension
    proof.save(os.path.join(current_app.config["PROOF_DIR"], stored_as))

    Permit.create(resident=g.resident, plate=plate, zone=zone, remark=remark, proof=stored_as)
    return redirect(url_for("permits.mine"))


@permits.get("/permits/<int:permit_id>/letter")
@resident_only
def letter(permit_id):
    permit = permit_of(g.resident, permit_id) or abort(404)
    return render_template("letter.html", permit=permit)


@permits.get("/permits/<int:permit_id>/guest-link")
@resident_only
def guest_link(permit_id):
    permit = permit_of(g.resident, permit_id) or abort(404)
    return {"url": url_for("permits.guest_pass", token=guest_signer().dumps(permit.id), _external=True)}


@permits.get("/guest/<token>")
def guest_pass(token):
    try:
        permit_id = guest_signer().loads(token, max_age=24 * 3600)
    except BadSignature:
        abort(404)
    permit = Permit.get_or_none(Permit.id == permit_id) or abort(404)
    return {"zone": permit.zone, "kind": "guest", "hours": 24}
