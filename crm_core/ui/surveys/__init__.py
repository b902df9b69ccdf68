"""How surveys are shown and edited."""
