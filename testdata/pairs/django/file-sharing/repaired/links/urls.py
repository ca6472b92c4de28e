from django.urls import path

from . import views

urlpatterns = [
    path("new/", views.create_link),
    path("<str:code>/unlock/", views.unlock),
    path("<str:code>/files/", views.list_files),
    path("<str:code>/download/", views.download),
    path("<str:code>/archive/", views.archive),
]
