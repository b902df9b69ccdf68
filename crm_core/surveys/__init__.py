"""What customers answer: surveys, their answers by question, schemes that weigh them, and the scores that come of it."""
