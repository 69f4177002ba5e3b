"""The tests mirror the five packages; tests/jobs tells whole stories with real parts."""
