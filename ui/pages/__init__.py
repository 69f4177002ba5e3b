"""One page a file. A page receives a session and asks it for work; it holds no rule and no SQL."""
