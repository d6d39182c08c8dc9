"""The model: texts in, predictions out. Serving imports neither scikit-learn nor skops."""
