"""Invented offices for tests: one village with three users, and a clock that is set by hand."""

from datetime import UTC, datetime, timedelta

from desbumi_app.bootstrap import NewOffice, NewUser

SETTINGS = {
    "region_code": "99.01.01.2001",
    "village_name": "Sukacontoh",
    "village_term": "Desa",
    "head_term": "Kepala Desa",
    "subdistrict_name": "Misalan",
    "district_name": "Rekajaya",
    "province_name": "Provinsi Contoh",
    "address": "Jalan Balai Desa Nomor 1",
    "postal_code": "00000",
    "phone": "(000) 555-0100",
    "hamlets": ("Karang Lor", "Karang Kidul", "Montong"),
    "village_short": "SKC",
}


class RecordedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)) -> None:
        self.at = at
        self.ticks = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.ticks += seconds


def a_village(name: str = "sukacontoh", **settings: object) -> NewOffice:
    """Bu Sari (both compartments), Pak Lalu (desk), and the village head who signs."""
    users = (
        NewUser(
            "sari", "Sari Wahyuni", "Petugas PPIT", frozenset({"officer", "desk", "case_officer"}),
            "empat kata acak kami", signs=True,
        ),
        NewUser("lalu", "Lalu Satria Wiguna", "Ketua Desbumi", frozenset({"desk"}), "empat kata acak desa", signs=True),
        NewUser(
            "kades", "Hj. Nurhayati Rahman, S.Sos.", "Kepala Desa", frozenset({"village_head"}),
            "kepala desa yang jujur", signs=True,
        ),
    )  # fmt: skip
    chosen = SETTINGS | settings
    return NewOffice(
        "village",
        name,
        f"Desa {chosen['village_name']}",
        f"Kec. {chosen['subdistrict_name']}, Kab. {chosen['district_name']}",
        users,
        chosen,
    )
