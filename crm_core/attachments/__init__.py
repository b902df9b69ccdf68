"""Documents that people attach to customers and to interactions: checked by content, kept beside the store, taken by permission."""
