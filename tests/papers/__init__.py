"""Every paper of the office with invented people, for the tests and for the picture in the README."""
