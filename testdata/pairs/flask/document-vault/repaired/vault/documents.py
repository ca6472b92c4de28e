import uuid
from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_from_directory, url_for
from flask_login import current_user, login_required
from werkzeug.utils import secure_filename

from .models import Document, db

documents = Blueprint("documents", __name__)

# Accepted types and the bytes their files start with.
SIGNATURES = {".pdf": b"%PDF-", ".png": b"\x89PNG\r\n\x1a\n"}


@documents.before_request
@login_required
def require_login():
    """Everything below /documents needs a signed-in user."""


def store(uploaded):
    """Check type and content of the upload and save it under a generated name."""
    extension = Path(secure_filename(uploaded.filename or "")).suffix.lower()
    signature = SIGNATURES.get(extension)
    if signature is None or uploaded.stream.read(len(signature)) != signature:
        abort(415)
    uploaded.stream.seek(0)
    stored_name = f"{uuid.uuid4().hex}{extension}"
    uploaded.save(Path(current_app.config["UPLOAD_FOLDER"]) / stored_name)
    return stored_name


@documents.get("/")
def index():
    docs = db.session.scalars(
        db.select(Document).where(Document.owner_id == current_user.id).order_by(Document.created_at.desc())
    ).all()
    return render_template("documents.html", documents=docs)


@documents.post("/upload")
def upload():
    title = request.form.get("title", "").strip()
    if not 1 <= len(title) <= 200 or "file" not in request.files:
        abort(400)
    stored_name = store(request.files["file"])
    db.session.add(Document(owner_id=current_user.id, title=title, stored_name=stored_name))
    db.session.commit()
    return redirect(url_for("documents.index"))


@documents.get("/<int:doc_id>")
def download(doc_id):
    document = db.first_or_404(
        db.select(Document).where(Document.id == doc_id, Document.owner_id == current_user.id)
    )
    return send_from_directory(current_app.config["UPLOAD_FOLDER"], document.stored_name, as_attachment=True)
