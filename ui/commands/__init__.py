"""What needs Qt without a person at the keys: demo, pictures of the pages, self-test."""
