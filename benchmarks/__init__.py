"""Every number we claim, one command each: `python -m benchmarks.NAME`."""
