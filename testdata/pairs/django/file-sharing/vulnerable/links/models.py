import random
import string
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


def random_code():
    return "".join(random.choices(string.ascii_lowercase + string.digits, k=16))


def in_a_week():
    return timezone.now() + timedelta(days=7)


class ShareLink(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    code = models.CharField(max_length=40, unique=True, default=random_code)
    password = models.CharField(max_length=128)
    expires_at = models.DateTimeField(default=in_a_week)

    @property
    def folder(self):
        return settings.SHARE_ROOT / str(self.pk)
