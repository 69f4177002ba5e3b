"""The blind district server: keeps sealed batches, hands them on, and can read none of them."""
