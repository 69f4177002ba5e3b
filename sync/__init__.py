"""What leaves this computer: sealed batches, the control chain, receipts, and the blind relay."""
