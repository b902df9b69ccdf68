"""What a customer likes: stated by the customer, or derived from what was bought and when it was reached, with the evidence."""
