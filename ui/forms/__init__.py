"""Forms drawn from descriptions of fields."""
