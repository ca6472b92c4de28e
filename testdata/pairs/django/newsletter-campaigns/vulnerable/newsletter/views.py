import logging
import smtplib

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import FormView, ListView

from .forms import SubscribeForm
from .models import Campaign, Subscriber

logger = logging.getLogger(__name__)
SALT = "newsletter.unsubscribe"


class Subscribe(FormView):
    """Public form, embedded on the start page."""

    template_name = "newsletter/subscribe.html"
    form_class = SubscribeForm

    def form_valid(self, form):
        Subscriber.objects.update_or_create(email=form.cleaned_data["email"], defaults={"active": True})
        target = form.cleaned_data["next"] or "/"
        return redirect(target)


class Unsubscribe(View):
    """Link in every mail; the token names the subscriber."""

    def get(self, request, token):
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            raise Http404("unknown link")
        Subscriber.objects.filter(pk=pk).update(active=False)
        return HttpResponse("You will not get any more mails.")


class SubscriberList(LoginRequiredMixin, ListView):
    queryset = Subscriber.objects.filter(active=True).order_by("email")
    template_name = "newsletter/subscribers.html"
    context_object_name = "subscribers"
    paginate_by = 100


class SendCampaign(LoginRequiredMixin, View):
    def post(self, request, pk):
        campaign = get_object_or_404(Campaign, pk=pk, sent_at__isnull=True)
        subscribers = Subscriber.objects.filter(active=True)
        try:
            get_connection().send_messages([self.message(campaign, s) for s in subscribers])
        except smtplib.SMTPException as e:
            logger.exception("campaign %s failed", pk)
            return JsonResponse({"error": f"Sending failed: {e}"}, status=502)
        campaign.sent_at = timezone.now()
        campaign.save(update_fields=["sent_at"])
        return JsonResponse({"sent": len(subscribers)})

    def message(self, campaign, subscriber):
        token = signing.dumps(subscriber.pk, salt=SALT)
        link = self.request.build_absolute_uri(reverse("newsletter:unsubscribe", args=[token]))
        return EmailMessage(campaign.subject, f"{campaign.text}\n\nUnsubscribe: {link}", to=[subscriber.email])
