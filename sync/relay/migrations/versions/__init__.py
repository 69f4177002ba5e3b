"""One module a step, oldest first; a shipped step is never edited."""
