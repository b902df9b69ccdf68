"""Companies that belong together: whose parent is which, and what the group buys."""
