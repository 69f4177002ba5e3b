"""The encrypted register on this computer: storage that knows records and fields, not their meaning."""
