"""Open311 GeoReport v2: civic apps file reports here and follow them."""
