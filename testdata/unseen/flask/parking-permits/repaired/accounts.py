from functools import wraps

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for

from store import Resident

accounts = Blueprint("accounts", __name__)
hasher = PasswordHasher()


def resident_only(view):
    @wraps(view)
    def inner(*args, **kwargs):
        g.resident = Resident.get_or_none(Resident.id == session.get("resident_id", 0))
        if g.resident is None:
            return redirect(url_for("accounts.sign_in_page"))
        return view(*args, **kwargs)

    return inner


def secret_fits(resident, password):
    if resident is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(resident.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@accounts.get("/sign-in")
def sign_in_page():
    return render_template("sign_in.html")


@accounts.post("/sign-in")
def sign_in():
    email = request.form.get("email", "").strip().lower()[:254]
    password = request.form.get("password", "")[:200]

    resident = Resident.get_or_none(Resident.email == email)
    if not secret_fits(resident, password):
        flash("E-mail or password is wrong.")
        return redirect(url_for("accounts.sign_in_page"))

    session.clear()
    session["resident_id"] = resident.id
    session.permanent = True
    return redirect(url_for("permits.mine"))
