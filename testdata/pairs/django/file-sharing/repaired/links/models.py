import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.utils import timezone


def random_code():
    return secrets.token_urlsafe(24)


def in_a_week():
    return timezone.now() + timedelta(days=7)


class ShareLink(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    code = models.CharField(max_length=40, unique=True, default=random_code)
    password = models.CharField(max_length=128)
    expires_at = models.DateTimeField(default=in_a_week)

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.password = make_password(self.password)
        super().save(*args, **kwargs)

    def opens_with(self, password):
        return check_password(password, self.password)

    @property
    def folder(self):
        return settings.SHARE_ROOT / str(self.pk)

    def file(self, name):
        """Path of a file of this link, or None if there is no such file in its folder."""
        folder = self.folder.resolve()
        try:
            path = (folder / name).resolve()
        except ValueError:
            return None
        return path if path.is_relative_to(folder) and path.is_file() else None
