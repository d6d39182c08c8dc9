"""Where decisions go: one module for each way to reach a receiver."""
