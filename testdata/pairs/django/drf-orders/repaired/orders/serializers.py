from decimal import Decimal

from rest_framework import serializers

from .models import Order


class OrderSerializer(serializers.ModelSerializer):
    quantity = serializers.IntegerField(min_value=1, max_value=50)

    class Meta:
        model = Order
        fields = ["id", "item", "quantity", "total", "refunded", "status", "created_at"]
        read_only_fields = ["total", "refunded", "status", "created_at"]


class RefundSerializer(serializers.Serializer):
    amount = serializers.DecimalField(max_digits=9, decimal_places=2, min_value=Decimal("0.01"))

    def validate_amount(self, amount):
        order = self.context["order"]
        if amount > order.total - order.refunded:
            raise serializers.ValidationError("More than was paid.")
        return amount
