from django.urls import include, path

urlpatterns = [
    path("tickets/", include("desk.urls")),
]
