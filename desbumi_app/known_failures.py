"""The table of failures: code -> what happened, whether the data is safe, what to do now. English msgids only.

The one table for the window and the command line. A sentence here never names a person, a file or a value.
"""

from collections.abc import Mapping
from typing import Final

SAFE: Final = "Everything recorded before is safe."
NOTHING: Final = "Nothing has changed."
BACKUPS: Final = "Backups are not affected."
WAITS: Final = "Your work is safe on this laptop and waits to be sent."
NOT_TAKEN: Final = "Nothing was taken from the list; the book is as before."
RECEIVED: Final = "What was received before is safe; the laptops keep what was not."
RESTORE: Final = "Restore the newest backup that was checked, or call the district."
AGAIN: Final = "Open the page again and repeat the last step."
LATER: Final = "Try again later; you can also save to USB."
CALL: Final = "Call the district before you go on."
UNKNOWN: Final = "This step did not work (code {code})."
TRY: Final = "Try once more. If it happens again, write down the code and call the district."

_Known = tuple[str, str, str]
_OF_STORES: Final[dict[str, _Known]] = {
    "wrong_passphrase": (
        "The password does not match.",
        NOTHING,
        "Look whether Caps Lock is on and type it again.",
    ),
    "no_such_user": (
        "This user name is not known on this laptop.",
        NOTHING,
        "Check the spelling, or choose another user.",
    ),
    "no_memory_for_passphrase": (
        "The laptop has too little free memory to check the password.",
        NOTHING,
        "Close other programs and try again.",
    ),
    "missing": (
        "The village book was not found on this laptop.",
        BACKUPS,
        "Look whether the disk is connected, or restore a backup.",
    ),
    "damaged": ("The village book cannot be read.", BACKUPS, RESTORE),
    "cut": ("A part of the village book is missing.", BACKUPS, RESTORE),
    "not_a_register": ("This file is not a village book.", NOTHING, "Choose another file."),
    "wrong_key": ("This book belongs to another key.", NOTHING, "Choose the book of this village."),
    "key_length": ("The key of this book is not complete.", BACKUPS, RESTORE),
    "exists": (
        "There is already a book in this place.",
        NOTHING,
        "Open that book, restore a backup of it, or choose another place.",
    ),
    "someone_elses_keyring": (
        "The key file belongs to another village.",
        NOTHING,
        "Choose the folder of this village.",
    ),
    "keyring_missing": (
        "The key file of this book is missing on this laptop.",
        "The book itself is here, and stays shut without it.",
        "Put the file back beside the book if you know where it is; otherwise restore the newest backup, which holds it too.",
    ),
    "keyring_damaged": ("The key file cannot be read.", BACKUPS, RESTORE),
    "keyring_tampered": ("The key file was changed by someone else.", BACKUPS, RESTORE),
    "keyring_parameters": ("The key file has values that are not allowed.", BACKUPS, RESTORE),
    "mark_tampered": ("The safety mark beside the book was changed.", BACKUPS, RESTORE),
    "mark_renewed": (
        "The safety mark beside the book could not be read and was made anew.",
        "The book is open, and every entry in it is there.",
        "Before the next letter, compare its number with the last one in the agenda book.",
    ),
    "profile_guessed": (
        "The small file that names this book is missing or damaged.",
        "Nothing recorded was in it; the book itself lies here.",
        "Open the book as usual: the file is written anew.",
    ),
    "recovery_row": (
        "One row of the recovery sheet is not right.",
        NOTHING,
        "Compare it letter by letter with the paper.",
    ),
    "recovery_key": (
        "This recovery sheet belongs to another book.",
        NOTHING,
        "Look for the sheet of this village.",
    ),
    "newer_format": (
        "This village book was written by a newer version of Desbumi.",
        NOTHING,
        "Install the newer version on this laptop.",
    ),
    "locked_by_other": (
        "Another Desbumi window has this village book open.",
        NOTHING,
        "Close the other window first.",
    ),
    "disk_full": (
        "The disk is full; this entry could not be recorded.",
        SAFE,
        "Delete files you no longer need, then press the button again.",
    ),
    "disk_error": (
        "The disk did not do what it was asked to do.",
        "Nothing that was recorded before was changed.",
        "Look whether the disk has room and is firmly connected, then press the button again; else call the district.",
    ),
    "read_only": (
        "This folder cannot be written to.",
        SAFE,
        "Move the book to another folder, or ask who set up the laptop.",
    ),
    "closed": ("The book is locked.", SAFE, "Unlock it and do this step again."),
    "disk_nearly_full": (
        "The disk is nearly full, so this laptop made no copy of the book today.",
        "The book itself goes on, and the room that is left stays for it.",
        "Keep a copy on a stick, and delete files you no longer need.",
    ),
    "cases_unreadable": (
        "The case book on this laptop cannot be read.",
        "The village book is open and whole, and what you write for case officers waits sealed in it.",
        "Lock the book and press Restore a backup at its door: only the case book is taken from it. Or call the district.",
    ),
    "not_allowed": (
        "This is not among the tasks of this user.",
        NOTHING,
        "Ask an officer or the village head to do it with their own user name.",
    ),
    "value_too_long": ("One entry is too long.", SAFE, "Shorten it and record it again."),
    "no_such_record": ("This entry is no longer in the book.", SAFE, AGAIN),
    "in_dispute": (
        "This field has two different entries.",
        "Both entries are kept.",
        "Settle them on the page Different entries first.",
    ),
    "already_sealed": (
        "It is too late to undo this entry.",
        SAFE,
        "Correct the entry instead; the history shows both.",
    ),
    "already_built_upon": (
        "Somebody has already worked on with this entry.",
        SAFE,
        "Correct the entry instead; the history shows both.",
    ),
    "nothing_to_undo": ("There is nothing left to undo.", NOTHING, AGAIN),
    "bad_operation": ("This change does not fit the book.", NOTHING, AGAIN),
    "backup_failed": (
        "The backup could not be made.",
        SAFE,
        "Look whether the disk has room and is connected, then try again.",
    ),
    "audit_broken": (
        "The record of who did what has a gap.",
        SAFE,
        "Go on working and tell the district today.",
    ),
    "no_network": (
        "There is no connection to the district.",
        WAITS,
        "It will be tried again; you can also save to USB.",
    ),
    "no_printer": (
        "No printer was found.",
        "The paper is kept.",
        "Connect a printer, or save the paper to USB.",
    ),
}
_OF_SENDING: Final[dict[str, _Known]] = {
    "offline": (
        "There is no connection to the district.",
        WAITS,
        "It will be tried again; you can also save to USB.",
    ),
    "timeout": ("The district's server did not answer in time.", WAITS, LATER),
    "insecure": (
        "The district's server could not prove who it is.",
        WAITS,
        "Use another network, and tell the district if it happens again.",
    ),
    "not_the_relay": (
        "Something else answered instead of the district's server.",
        WAITS,
        "This network may ask you to log in first. Open a browser, log in, then send again.",
    ),
    "bad_address": (
        "The address of the district's server is not written correctly.",
        NOTHING,
        "Compare it with the paper from the district.",
    ),
    "insecure_address": (
        "The address of the district's server does not begin with https.",
        NOTHING,
        "Ask the district for the right address.",
    ),
    "unsupported_protocol": (
        "The district's server speaks another version of Desbumi.",
        WAITS,
        "Install the newest version on this laptop.",
    ),
    "not_joined": (
        "This village has not joined a district yet.",
        "Your work is safe on this laptop.",
        "Ask the district for an invitation.",
    ),
    "already_joined": (
        "This book already belongs to a district.",
        NOTHING,
        "Choose the book that has not joined yet.",
    ),
    "another_relay": ("This server does not belong to your district.", WAITS, CALL),
    "another_district": ("This belongs to another district.", NOTHING, CALL),
    "no_relay": ("The district has not named its server yet.", WAITS, CALL),
    "revoked": ("The district has stopped this laptop from sending.", WAITS, CALL),
    "unknown_key": ("The district does not know this laptop yet.", WAITS, CALL),
    "quota": ("This laptop has sent as much as the server takes in one day.", WAITS, "Send again tomorrow."),
    "code_length": ("The invitation code is not complete.", NOTHING, "Type all 26 letters and digits."),
    "code_character": (
        "The invitation code holds a sign that does not belong to it.",
        NOTHING,
        "Compare it with the paper letter by letter; there is no I, L, O or U.",
    ),
    "code_checksum": (
        "One letter of the invitation code is not right.",
        NOTHING,
        "Compare it letter by letter with the paper.",
    ),
    "invitation_expired": ("This invitation is too old.", NOTHING, "Ask the district for a new one."),
    "not_a_bundle": ("This file is not a Desbumi bundle.", NOTHING, "Choose a file that ends in .desbumi."),
    "body_too_large": (
        "What was written in the sealed step is too long.",
        NOTHING,
        "Shorten it and record it again.",
    ),
}
_OF_RELAYS: Final[dict[str, _Known]] = {
    "port_in_use": (
        "Another program already uses this port.",
        RECEIVED,
        "Stop the other program, or choose another --port.",
    ),
    "port_not_allowed": ("This port may not be used by this user.", RECEIVED, "Choose a --port above 1024."),
    "port_not_usable": ("This port cannot be used.", RECEIVED, "Choose another --port."),
    "no_such_address": (
        "This computer does not have that address.",
        RECEIVED,
        "Choose an address of this computer.",
    ),
    "tls_required": (
        "Without a certificate the relay listens on this computer only.",
        RECEIVED,
        "Give it a certificate, or leave out --host.",
    ),
    "relay_read_only": (
        "The relay cannot write to its folder.",
        RECEIVED,
        "Let the relay's user write there, or choose another --data.",
    ),
    "relay_full": (
        "The relay's disk is full; it takes nothing more.",
        RECEIVED,
        "Make room on the disk; the laptops send again by themselves.",
    ),
    "relay_disk": (
        "The relay's disk does not work as it should.",
        RECEIVED,
        "Look at the disk before you start the relay again.",
    ),
    "relay_busy": ("The district's server is busy.", WAITS, LATER),
    "try_again": ("The district's server could not say whether it took everything.", WAITS, LATER),
    "relay_error": ("The district's server has a fault.", WAITS, LATER),
    "relay_database_damaged": (
        "The relay's database cannot be read.",
        "The laptops still have everything they sent.",
        "Restore the relay's newest backup and start it once with --restored.",
    ),
    "relay_newer_database": (
        "The relay's database was written by a newer version.",
        "Nothing has changed.",
        "Install the newer version on the server.",
    ),
    "relay_not_installed": (
        "The relay's libraries are not installed here.",
        NOTHING,
        "Install Desbumi with its relay part: pip install .[relay]",
    ),
}
_OF_COMMANDS: Final[dict[str, _Known]] = {
    "content_damaged": (
        "A file of the program itself cannot be read.",
        SAFE,
        "Install Desbumi again; the books stay as they are.",
    ),
    "no_window": (
        "This copy of Desbumi has no window.",
        NOTHING,
        "Install Desbumi with its desk part: pip install .[desk]",
    ),
    "not_a_village": (
        "This is not the book of a village; a list of residents belongs in no other.",
        NOTHING,
        "Choose the book of this village.",
    ),
    "no_passphrase": (
        "No password was given.",
        NOTHING,
        "Type it when asked, or use --passphrase-file or DESBUMI_PASSPHRASE.",
    ),
    "passphrase_file": (
        "The file with the password cannot be read.",
        NOTHING,
        "Check its name and who may read it.",
    ),
    "no_display": (
        "There is no screen for a window here.",
        NOTHING,
        "Use --headless, or start it on a computer with a screen.",
    ),
}
KNOWN: Final[Mapping[str, _Known]] = {**_OF_STORES, **_OF_SENDING, **_OF_RELAYS, **_OF_COMMANDS}
