import os

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask_login import current_user, login_required

from .models import Document, db

documents = Blueprint("documents", __name__)


@documents.get("/")
@login_required
def index():
    docs = db.session.scalars(
        db.select(Document).where(Document.owner_id == current_user.id).order_by(Document.created_at.desc())
    ).all()
    return render_template("documents.html", documents=docs)


@documents.post("/upload")
@login_required
def upload():
    title = request.form.get("title", "").strip()
    if not 1 <= len(title) <= 200:
        abort(400)
    uploaded = request.files["file"]
    folder = os.path.join(current_app.config["UPLOAD_FOLDER"], str(current_user.id))
    os.makedirs(folder, exist_ok=True)
    uploaded.save(os.path.join(folder, uploaded.filename))

    document = Document(owner_id=current_user.id, title=title, stored_name=uploaded.filename)
    db.session.add(document)
    db.session.commit()
    return redirect(url_for("documents.index"))


@documents.get("/<int:doc_id>")
@login_required
def download(doc_id):
    document = db.get_or_404(Document, doc_id)
    path = os.path.join(current_app.config["UPLOAD_FOLDER"], str(document.owner_id), document.stored_name)
    return send_file(path, as_attachment=True)
