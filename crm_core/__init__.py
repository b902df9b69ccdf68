"""CRM Plan Board: the rooms of the business, and the few shared rooms under them."""

__version__ = "0.1.0"
