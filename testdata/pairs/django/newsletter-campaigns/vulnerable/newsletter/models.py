from django.db import models


class Subscriber(models.Model):
    email = models.EmailField(unique=True)
    active = models.BooleanField(default=True)


class Campaign(models.Model):
    subject = models.CharField(max_length=150)
    text = models.TextField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("send_campaign", "Can send campaigns")]
