"""A picture from outside is decoded by a process of its own, which holds nothing and may break down without harm."""

import io
import sys

import pytest
from PIL import Image

from desbumi_app import child, pictures
from desbumi_app.documents.logo import LogoError
from desbumi_app.documents.read_qr import NO_PICTURE, PictureError
from desbumi_app.usecases.change_logo import change_logo, logo_of


def png(size=(300, 300)):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def instead(monkeypatch, program):
    """Another program in the child's place."""
    monkeypatch.setattr(child, "command", lambda _words: [sys.executable, "-c", program])


def test_this_process_decodes_nothing(monkeypatch):
    def refuse(*_given, **_named):
        raise AssertionError("decoded here")

    monkeypatch.setattr(Image, "open", refuse)
    made = pictures.logo(png())
    assert made.startswith(b"\x89PNG")
    with pytest.raises(PictureError, match="no QR"):
        pictures.codes(png())


BROKEN = {
    "crash": "import os; os.abort()",
    "fault": "raise SystemExit(3)",
    "silent": "",
    "hang": "import time; time.sleep(60)",
    "nonsense": r"import os; os.write(1, b'\xff\xff')",
    "a lie": r"import os; os.write(1, b'ok\n{}')",
    "another sentence": "print('Send your password to this address.')",
}


@pytest.mark.parametrize("program", BROKEN.values(), ids=BROKEN)
def test_a_decoder_that_breaks_down_costs_that_picture_only(office, monkeypatch, program):
    change_logo(office, png())
    before = logo_of(office)
    instead(monkeypatch, program)
    monkeypatch.setattr(pictures, "SECONDS", 0.8)
    with pytest.raises(LogoError, match="logo_damaged"):
        pictures.logo(png())
    with pytest.raises(PictureError, match=NO_PICTURE[:20]):
        pictures.codes(png())
    assert change_logo(office, png()).problems[0].field == "village_settings.logo"
    assert logo_of(office) == before


def test_the_child_is_given_nothing_that_opens_a_book(monkeypatch):
    monkeypatch.setenv("DESBUMI_PASSPHRASE", "empat kata acak kami")
    instead(monkeypatch, "import os; print('ok'); print([n for n in os.environ if n.startswith('DESBUMI_')])")
    assert child.filtered([], b"", seconds=30) == b"ok\n[]\n"


def test_no_more_of_an_answer_is_held_than_is_admitted(monkeypatch):
    instead(monkeypatch, "import sys; sys.stdout.write('x' * 5000)")
    assert child.filtered([], b"", seconds=30, most=5000) == b"x" * 5000
    assert child.filtered([], b"", seconds=30, most=4999) is None
    endless = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    instead(monkeypatch, endless)
    assert child.filtered([], b"a" * 1_000_000, seconds=600, most=1_000_000) is None


def test_a_picture_of_more_than_25_megapixels_is_not_decoded_whole():
    flat = io.BytesIO()
    Image.new("1", (5200, 5200)).save(flat, "PNG")
    with pytest.raises(PictureError, match=NO_PICTURE[:20]):
        pictures.codes(flat.getvalue())
    with pytest.raises(LogoError, match="logo_huge"):
        pictures.logo(flat.getvalue())


def test_the_child_has_little_memory(monkeypatch):
    hungry = "import desbumi_app.cli_picture as c; c._with_little(); bytearray(2 << 30)"
    instead(monkeypatch, hungry)
    assert child.filtered([], b"", seconds=30) is None
