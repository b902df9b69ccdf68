"""From a file to the store: read, matched, checked whole, shown, and written in one transaction after a yes.

What a column means is declared in its own room (``customers``, ``purchases``, ``surveys``); this room runs the steps that are the same
for all of them.
"""
