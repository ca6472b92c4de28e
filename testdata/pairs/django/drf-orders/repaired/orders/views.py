import csv

from django.db.models import F
from django.http import HttpResponse
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAdminUser
from rest_framework.response import Response

from .models import Order
from .serializers import OrderSerializer, RefundSerializer


class OrderViewSet(
    mixins.CreateModelMixin, mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet
):
    serializer_class = OrderSerializer

    def get_queryset(self):
        orders = Order.objects.order_by("-id")
        if self.request.user.is_staff:
            return orders
        return orders.filter(customer=self.request.user)

    def get_permissions(self):
        if self.action in ("refund", "export"):
            return [IsAdminUser()]
        return super().get_permissions()

    def perform_create(self, serializer):
        serializer.save(customer=self.request.user)

    @action(detail=True, methods=["post"])
    def refund(self, request, pk=None):
        """Called by the back office when goods come back."""
        order = self.get_object()
        refund = RefundSerializer(data=request.data, context={"order": order})
        refund.is_valid(raise_exception=True)
        changed = Order.objects.filter(pk=order.pk, refunded=order.refunded).update(
            refunded=F("refunded") + refund.validated_data["amount"], status=Order.Status.REFUNDED
        )
        if not changed:
            return Response({"detail": "The order was changed meanwhile."}, status=409)
        order.refresh_from_db()
        return Response(self.get_serializer(order).data)

    @action(detail=False)
    def export(self, request):
        response = HttpResponse(content_type="text/csv")
        writer = csv.writer(response)
        writer.writerow(["id", "quantity", "total", "status"])
        writer.writerows(Order.objects.values_list("id", "quantity", "total", "status").iterator())
        return response
