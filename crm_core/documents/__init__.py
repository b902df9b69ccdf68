"""Files for people who do not open the program: the board as slides, a plan as a text. What they say is what the pages say."""
