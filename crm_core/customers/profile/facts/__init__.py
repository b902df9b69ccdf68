"""Facts of a person and of a company that every archive knows, kept and moved as a company's own fields are."""
