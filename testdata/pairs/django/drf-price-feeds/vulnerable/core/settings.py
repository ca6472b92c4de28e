from os import environ

SECRET_KEY = environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = environ["ALLOWED_HOSTS"].split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "feeds",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "core.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": environ["DATABASE_PATH"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 6 * 3600
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Every view needs an administrator unless it says otherwise.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
