"""Who has seen a customer: noted without slowing anybody, told to whoever answers for it, forgotten in time."""
