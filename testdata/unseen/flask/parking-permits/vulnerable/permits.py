import os
import re
import uuid

from flask import (Blueprint, abort, current_app, flash, g, redirect, render_template,
                   render_template_string, request, url_for)
from itsdangerous import URLSafeTimedSerializer

from accounts import resident_only
from store import Permit, permit_of

permits = Blueprint("permits", __name__)

PLATE = re.compile(r"[A-Z0-9]{2,10}")
ZONES = {"A1", "A2", "B1", "B2", "C1"}


def guest_signer():
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="guest-pass")


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

    extension = os.path.splitext(os.path.basename(proof.filename or ""))[1]
    stored_as = uuid.uuid4().hex + extension
    proof.save(os.path.join(current_app.config["PROOF_DIR"], stored_as))

    Permit.create(resident=g.resident, plate=plate, zone=zone, remark=remark, proof=stored_as)
    return redirect(url_for("permits.mine"))


@permits.get("/permits/<int:permit_id>/letter")
@resident_only
def letter(permit_id):
    permit = permit_of(g.resident, permit_id) or abort(404)
    page = "<h1>Parking permit {{ permit.plate }}</h1><p>Zone {{ permit.zone }}</p>"
    if permit.remark:
        page += "<p>Remark: " + permit.remark + "</p>"
    return render_template_string(page, permit=permit)


@permits.get("/permits/<int:permit_id>/guest-link")
@resident_only
def guest_link(permit_id):
    permit = permit_of(g.resident, permit_id) or abort(404)
    return {"url": url_for("permits.guest_pass", token=guest_signer().dumps(permit.id), _external=True)}


@permits.get("/guest/<token>")
def guest_pass(token):
    permit_id = guest_signer().loads(token, max_age=24 * 3600)
    permit = Permit.get_or_none(Permit.id == permit_id) or abort(404)
    return {"zone": permit.zone, "kind": "guest", "hours": 24}
