"""What customers agreed to, by purpose and with the text that they were told; and the channels that they closed."""
