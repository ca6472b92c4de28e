from peewee import CharField, DateField, ForeignKeyField, Model, SqliteDatabase, TextField

db = SqliteDatabase(None, pragmas={"foreign_keys": 1, "journal_mode": "wal"})


class Table(Model):
    class Meta:
        database = db


class Resident(Table):
    """Accounts are filled by the nightly import from the residents' registry."""

    email = CharField(unique=True)
    name = CharField()
    password_hash = CharField()


class Permit(Table):
    resident = ForeignKeyField(Resident, backref="permits")
    plate = CharField(max_length=10)
    zone = CharField(max_length=2)
    remark = TextField(default="")
    proof = CharField()
    valid_until = DateField(null=True)


def permit_of(resident, permit_id):
    return Permit.get_or_none((Permit.id == permit_id) & (Permit.resident == resident))
