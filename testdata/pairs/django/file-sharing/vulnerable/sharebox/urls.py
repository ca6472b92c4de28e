from django.urls import include, path

urlpatterns = [path("s/", include("links.urls"))]
