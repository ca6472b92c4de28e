import csv
from decimal import Decimal

from django.http import HttpResponse
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAdminUser
from rest_framework.response import Response

from .models import Order
from .serializers import OrderSerializer


class OrderViewSet(
    mixins.CreateModelMixin, mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet
):
    queryset = Order.objects.order_by("-id")
    serializer_class = OrderSerializer

    def perform_create(self, serializer):
        serializer.save(**{"customer": self.request.user, **serializer.validated_data})

    @action(detail=True, methods=["post"])
    def refund(self, request, pk=None):
        """Called by the back office when goods come back."""
        order = self.get_object()
        order.refunded = order.refunded + Decimal(request.data["amount"])
        order.status = Order.Status.REFUNDED
        order.save(update_fields=["refunded", "status"])
        return Response(self.get_serializer(order).data)

    @action(detail=False, permission_classes=[IsAdminUser])
    def export(self, request):
        response = HttpResponse(content_type="text/csv")
        writer = csv.writer(response)
        writer.writerow(["id", "quantity", "total", "status"])
        writer.writerows(Order.objects.values_list("id", "quantity", "total", "status").iterator())
        return response
