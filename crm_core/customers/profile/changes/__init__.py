"""What has changed lately in a customer's business: what it buys, more or less, for the first time, and who has left."""
