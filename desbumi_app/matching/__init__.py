"""Who is the same person: pure functions over plain tuples; nothing here merges or decides."""
