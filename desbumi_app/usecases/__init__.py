"""One verb a file: what the office does. The only writers; none of them formats a sentence or knows the window."""
