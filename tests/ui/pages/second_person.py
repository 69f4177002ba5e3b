"""The dialog in which somebody else signs a letter at the counter: what it has to say, and where it stands."""


def asked(page, room):
    """The dialog: it names the letter's person, offers only the others, and leaves the paper readable."""
    dialog = page.finishing.dialog
    assert dialog is not None
    assert f"{page.guest.name}, lahir" in dialog.accessibleDescription().splitlines()[0]
    offered = [dialog.name.itemText(at) for at in range(dialog.name.count())]
    assert offered == list(room.desk.session.users())[1:]
    assert dialog.frameGeometry().right() < page.paper.mapToGlobal(page.paper.rect().topLeft()).x()
    return dialog
