"""What is expected of a customer: its potential, and whether it is new, old or large."""
