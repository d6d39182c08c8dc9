"""The JSON API under /v1: what the pages can do, for programs."""
