"""A customer's copy of all that is held about it, to be handed to whoever asks for it."""
