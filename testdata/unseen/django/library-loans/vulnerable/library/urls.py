from django.urls import include, path
from rest_framework.routers import DefaultRouter

from loans import views

router = DefaultRouter()
router.register("loans", views.LoanViewSet, basename="loan")

urlpatterns = [
    path("sign-in/", views.SignIn.as_view()),
    path("books/", views.CatalogueView.as_view()),
    path("books/import/", views.CatalogueImport.as_view()),
    path("loans/<int:pk>/waive/", views.waive_fine),
    path("", include(router.urls)),
]
