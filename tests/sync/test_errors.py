from sync.errors import SyncError


def test_an_error_is_its_code_and_its_details():
    error = SyncError("too_large", size=9, limit=8)
    assert (error.code, error.detail) == ("too_large", {"size": 9, "limit": 8})
    assert str(error) == "too_large (limit=8, size=9)"
    assert str(SyncError("bad_signature")) == "bad_signature"
