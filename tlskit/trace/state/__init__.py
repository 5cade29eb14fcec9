"""The order of messages: the tables of allowed steps, and the walk through them."""
