"""The parts a page is built from. They show what they are handed and know no use case."""
