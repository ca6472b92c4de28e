from flask import abort, request
from marshmallow import Schema, ValidationError, fields, validate


class RegisterSchema(Schema):
    email = fields.Email(required=True, validate=validate.Length(max=254))
    password = fields.String(required=True, validate=validate.Length(min=10, max=72))


class LoginSchema(Schema):
    email = fields.Email(required=True)
    password = fields.String(required=True, validate=validate.Length(max=72))


class TicketSchema(Schema):
    subject = fields.String(required=True, validate=validate.Length(min=1, max=200))
    body = fields.String(required=True, validate=validate.Length(min=1, max=10_000))


def body_as(schema, partial=False):
    """The JSON body as plain validated data. Unknown fields are rejected by the schema."""
    try:
        return schema().load(request.get_json(), partial=partial)
    except ValidationError:
        abort(422)
