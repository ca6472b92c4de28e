from rest_framework import serializers

from .models import Price


class SnapshotRow(serializers.Serializer):
    sku = serializers.RegexField(r"^[A-Z0-9-]{1,20}$")
    name = serializers.CharField(max_length=100)
    cents = serializers.IntegerField(min_value=0, max_value=100_000_000)


class Snapshot(serializers.Serializer):
    rows = SnapshotRow(many=True, max_length=5000)

    def restore(self) -> int:
        rows = self.validated_data["rows"]
        for row in rows:
            Price.objects.update_or_create(sku=row["sku"], defaults={"name": row["name"], "cents": row["cents"]})
        return len(rows)
