from django.urls import include, path

urlpatterns = [path("feeds/", include("feeds.urls"))]
