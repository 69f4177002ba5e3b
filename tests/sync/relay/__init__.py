"""The relay as its own process on loopback, spoken to in the bytes that clients send."""
