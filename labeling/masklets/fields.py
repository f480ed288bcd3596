"""Columns that take as few bytes as what they hold, since there is a row for each changed frame."""

import zlib
from typing import TYPE_CHECKING, Any

from django.db import models

# Neither a header nor a checksum: six bytes a mask less, and Postgres checks its pages itself.
RAW_INFLATE = -15
# A small window, for its tables are made for each mask: as short as with the largest, in a fraction of the time.
RAW_DEFLATE, MEMORY_LEVEL = -12, 5


if TYPE_CHECKING:
    _Bytes = models.Field[str, str]
else:
    _Bytes = models.BinaryField


class DeflatedTextField(_Bytes):
    """ASCII text, deflated on its way to the database; a COCO string takes 40–65% of its characters."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else deflate(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else inflate(bytes(value))


class PostgresEnumField(models.CharField):
    """Text of a few known values, stored in four bytes as the Postgres enum `type_name`, which a migration makes."""

    def __init__(self, *args: Any, type_name: str, **kwargs: Any) -> None:
        self.type_name = type_name
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        return self.type_name

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "type_name": self.type_name}


class RealField(models.FloatField):
    """A number of single precision, which is what travels to the browsers."""

    def db_type(self, connection: Any) -> str:
        return "real"


def deflate(text: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE, MEMORY_LEVEL)
    return packer.compress(text.encode("ascii")) + packer.flush()


def inflate(packed: bytes) -> str:
    return zlib.decompress(packed, RAW_INFLATE).decode("ascii")
