from django.urls import path

from .views import SendCampaign, Subscribe, SubscriberList, Unsubscribe

urlpatterns = [
    path("subscribe/", Subscribe.as_view(), name="subscribe"),
    path("unsubscribe/<str:token>/", Unsubscribe.as_view(), name="unsubscribe"),
    path("subscribers/", SubscriberList.as_view(), name="subscribers"),
    path("campaigns/<int:pk>/send/", SendCampaign.as_view(), name="send"),
]
