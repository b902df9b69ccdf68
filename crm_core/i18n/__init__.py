"""Texts in three languages, and numbers, money and dates as each language writes them."""

from crm_core.i18n.catalogue import Language, language_of_tag, translate, translate_plural

__all__ = ["Language", "language_of_tag", "translate", "translate_plural"]
