"""Measuring the program: large stores, a client that speaks the browser's protocol, and the table of figures."""
