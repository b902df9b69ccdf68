"""Erasing a person from everything that the store and its files hold, once and again after each restore."""
