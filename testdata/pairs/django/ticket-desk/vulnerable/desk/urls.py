from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.ticket_list, name="list"),
    path("new/", views.ticket_create, name="create"),
    path("<int:pk>/", views.ticket_detail, name="detail"),
    path("<int:pk>/comments/", views.comment_create, name="comment"),
]
