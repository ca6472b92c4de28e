from django.db import models


class Price(models.Model):
    sku = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    cents = models.PositiveIntegerField()
