"""The faces, for every test of this room."""

from tests.customers.faces import faces

__all__ = ["faces"]
