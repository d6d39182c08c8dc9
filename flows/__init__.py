"""When things happen: Prefect flows. A flow run is a process of its own, so it builds its settings itself."""
