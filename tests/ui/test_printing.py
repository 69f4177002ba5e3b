"""What comes out of a printer is what the preview shows: same page, same place, moved only by the printer's offset."""

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.print_books import Period, print_agenda_book
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile, a_permission
from tests.ui.pages.rooms import on
from ui import printing
from ui.widgets.preview import PreviewPane

WIDTH = 600  # px of the page when it is compared; a stroke of 10 pt text is about one of them


@pytest.fixture(params=["f4", "a4"])
def drafts(request, room):
    def work(office):
        one = a_candidate(office)
        asked = (a_domicile(one, paper=request.param), a_permission(one, paper=request.param))
        return [prepare_letter(office, letter).draft for letter in asked]

    return room.run(work)


def image_of(document, page):
    size = document.pagePointSize(page)
    wanted = QSize(WIDTH, round(WIDTH * size.height() / size.width()))
    return document.render(page, wanted)  # its ground is transparent: paper


def opened(data):
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    document.buffer = buffer
    return document


def printed(data, folder, offset=printing.STRAIGHT):
    printer = printing.dressed(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "printed.pdf"))
    printing.print_pdf(data, printer, offset)
    return opened((folder / "printed.pdf").read_bytes())


def rows(image):
    """The picture as rows of grey values on white paper, without the padding of a line."""
    shown = QImage(image.size(), QImage.Format.Format_RGB32)
    shown.fill(0xFFFFFFFF)
    painter = QPainter(shown)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = shown.convertToFormat(QImage.Format.Format_Grayscale8)
    data, step = bytes(grey.constBits()), grey.bytesPerLine()
    return [data[y * step : y * step + grey.width()] for y in range(grey.height())]


def difference(one, other):
    """Mean grey difference of two pictures of the same size, 0 to 255."""
    pairs = zip(rows(one), rows(other), strict=True)
    total = sum(abs(a - b) for left, right in pairs for a, b in zip(left, right, strict=True))
    return total / (one.width() * one.height())


def ink_box(image):
    """First and last row and column with ink."""
    lines = rows(image)
    ys = [y for y, line in enumerate(lines) if min(line) < 128]
    xs = [x for x in range(image.width()) if any(lines[y][x] < 128 for y in ys)]
    return min(xs), min(ys), max(xs), max(ys)


def test_printed_page_equals_the_page_of_the_preview(qtbot, drafts, tmp_path):
    for data in drafts:
        pane = PreviewPane()
        qtbot.addWidget(pane)
        pane.show_pdf(data)
        paper = printed(data, tmp_path)
        assert paper.pageCount() == pane.page_count()
        for page in range(paper.pageCount()):
            shown, out = image_of(pane._document, page), image_of(paper, page)
            assert shown.size() == out.size()
            assert difference(shown, out) < 4.0
            assert all(abs(a - b) <= 2 for a, b in zip(ink_box(shown), ink_box(out), strict=True))


def test_comparison_sees_a_line_that_is_missing(qtbot, drafts):
    first, second = (opened(data) for data in drafts)
    assert difference(image_of(first, 0), image_of(second, 0)) > 8.0


def test_offset_moves_the_whole_page_and_nothing_else(qtbot, drafts, tmp_path):
    data = drafts[0]
    straight = ink_box(image_of(printed(data, tmp_path), 0))
    moved = ink_box(image_of(printed(data, tmp_path, printing.Offset(5.0, 3.0)), 0))
    millimetre = WIDTH / (opened(data).pagePointSize(0).width() / 72 * 25.4)
    assert [round(b - a) for a, b in zip(straight, moved, strict=True)][:2] == pytest.approx(
        [5 * millimetre, 3 * millimetre], abs=2
    )


def test_measuring_sheet_has_its_lines_where_they_are_measured(tmp_path, qapp):
    printer = printing.dressed(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "ruler.pdf"))
    printing.print_ruler(printer, printing.Offset(2.0, 0.0))
    document = opened((tmp_path / "ruler.pdf").read_bytes())
    points = document.pagePointSize(0)
    image = document.render(0, QSize(round(points.width() * 3), round(points.height() * 3)))
    lines, scale = rows(image), 3 * 72 / 25.4
    low = lines[round(60 * scale)]
    dark = [x for x, grey in enumerate(low) if grey < 200]
    assert dark
    assert min(dark) / scale == pytest.approx(22.0, abs=0.5)


def test_offset_beyond_two_centimetres_is_no_offset(room):
    with pytest.raises(ValueError, match="offset"):
        room.run(lambda office: printing.set_offset(office, "Epson", printing.Offset(25.0, 0.0)))


def test_book_that_lies_across_comes_out_across(room, tmp_path, qapp):
    data = room.run(lambda office: print_agenda_book(office, Period.year(2026)).pdf)
    source, paper = opened(data), printed(data, tmp_path)
    sizes = [(one.pagePointSize(0).width(), one.pagePointSize(0).height()) for one in (source, paper)]
    assert sizes[0][0] > sizes[0][1]
    assert sizes[1] == pytest.approx(sizes[0], abs=2)
    assert difference(image_of(source, 0), image_of(paper, 0)) < 4.0


def test_what_a_power_cut_left_for_the_reader_goes_when_the_book_opens(room):
    left = room.session.files.folder / printing.FOLDER / "surat.pdf"
    on(room.worker, room.session.full_lock)
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"%PDF")
    who = a_village().users[0]
    on(room.worker, lambda: room.session.unlock(who.login, who.passphrase))
    assert not left.exists()
