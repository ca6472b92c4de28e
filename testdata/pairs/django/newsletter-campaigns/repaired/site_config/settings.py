"""Settings; every deployment sets its values in the environment."""
from os import environ
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = [environ.get("SITE_HOST", "news.example.org")]

INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "newsletter"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "site_config.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": environ.get("DB_FILE", str(BASE_DIR / "news.db"))}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = environ.get("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
DEFAULT_FROM_EMAIL = "news@example.org"

LOGIN_URL = "/accounts/login/"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 4 * 3600
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
