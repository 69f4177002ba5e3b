"""What pages show, made from what use cases answer; no widget and no store."""
