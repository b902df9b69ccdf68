"""Tools of the developers; the program itself uses none of them."""
