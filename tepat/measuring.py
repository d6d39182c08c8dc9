"""Train and evaluate from the command line."""
