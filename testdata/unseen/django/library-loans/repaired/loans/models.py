from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


def four_weeks_from_now():
    return timezone.localdate() + timedelta(weeks=4)


class Book(models.Model):
    isbn = models.CharField(max_length=13, unique=True)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=120)
    copies = models.PositiveSmallIntegerField(default=1)


class Loan(models.Model):
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="loans")
    book = models.ForeignKey(Book, on_delete=models.PROTECT)
    note = models.CharField(max_length=140, blank=True)
    due_on = models.DateField(default=four_weeks_from_now)
    returned_on = models.DateField(null=True, blank=True)
    fine_cents = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
