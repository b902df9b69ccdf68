"""Parsers and writers of files. No database, no screen; what a column means is declared in its own room.

- ``reading``: ``read_limited(path, options)`` gives a ``Table`` of any upload; ``read_table`` inside a child already.
- ``limited``: ``run_limited(function, request)`` for any other work on what nobody has looked at yet.
- ``columns``: parsers of whole columns; ``fields``, ``dates``, ``text``: the same for one cell or form field.
- ``matching``: ``Field`` and ``match_columns``.
- ``problems``: ``Problems``, rows that cannot be taken, with column, value and reason.
- ``csv_file``, ``xlsx_file``, ``template``: the writers.
"""
