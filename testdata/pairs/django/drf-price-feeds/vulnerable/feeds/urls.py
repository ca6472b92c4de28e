from django.urls import path

from feeds import views

urlpatterns = [
    path("prices/", views.price_list),
    path("upload/", views.upload_feed),
    path("import/", views.import_feed),
    path("preview/", views.preview_product),
    path("restore/", views.restore_snapshot),
]
