"""The district's signed control chain: who may sign, which devices and keys exist, what is revoked or erased."""
