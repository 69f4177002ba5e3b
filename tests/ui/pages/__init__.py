"""Each page offscreen, on real encrypted offices."""
