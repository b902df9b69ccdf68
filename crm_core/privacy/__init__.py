"""What the law gives to the people behind the customers: who has seen them, what they agreed to, their copy, their erasure."""
