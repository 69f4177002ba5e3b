"""Every paper the office prints, with invented people: usual names, very long ones, and lists of many lines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from desbumi_app.catalogue.checklists import JourneyKind, load_checklists
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.archive import Cancelled, stamp_cancelled, stamp_copy
from desbumi_app.documents.checklist import ChecklistFacts, render_checklist
from desbumi_app.documents.facts import LetterFacts, Witness
from desbumi_app.documents.geometry import A4, F4, Paper
from desbumi_app.documents.invitation import render_invitation
from desbumi_app.documents.recovery_sheet import render_recovery_sheet
from desbumi_app.documents.render import Rendered, State, render_letter
from desbumi_app.sample.specimen import filled
from desbumi_app.usecases.print_checklist import destination_facts
from tests.desbumi_app.documents.people import DAUGHTER, FACTS, FATHER, HOME, MOTHER, NUMBER, VILLAGE
from tests.desbumi_app.documents.test_sheets import INVITED, SHEET
from tests.papers.sheets import sheets

URL = "https://cek.rekajaya.example/v#" + "aZ09-_" * 40  # as long as one signature
TWO_URL = "https://cek.rekajaya.example/v#" + "aZ09-_" * 54  # as long as two
LONG = "H. Muhammad Abdurrachman Suryodiningrat Kusumahadi bin K.H. Achmad Syamsuddin Sastrawidjaja"
LISTS = load_checklists()
LIST = LISTS["departure"]
LETTERS = load_letters()
GUARDED_LISTS = (
    "daftar-orang",
    "daftar-p_to_p",
    "daftar-p_to_p-dwi",
    "daftar-candidate",
    "daftar-returned-dwi",
    "daftar-deceased",
)
NEIGHBOUR = replace(MOTHER, relation="Bibi", relation_proof="penetapan pengadilan Nomor 12/Pdt.P/2020")
HUSBAND = replace(FATHER, relation="Suami", relation_proof="buku nikah Nomor 0123/045/VI/2018")
# To whom a letter goes and what it is for, so that a reader of the pictures finds no nonsense in them.
OFFICES = {
    "police_introduction": ("Kepala Kepolisian Sektor Misalan", "Misalan"),
    "loss_introduction": ("Kepala Kepolisian Sektor Misalan", "Misalan"),
    "labour_office_introduction": (
        "Kepala Dinas Tenaga Kerja Kabupaten Rekajaya",
        "Kepala Bidang Penempatan Tenaga Kerja",
        "Rekajaya",
    ),
    "labour_referral": ("Kepala Balai Pelayanan Pelindungan Pekerja Migran Contoh", "Rekajaya"),
    "victim_referral": ("Kepala UPTD Perlindungan Perempuan dan Anak Kabupaten Rekajaya", "Rekajaya"),
    "police_report": ("Kepala Kepolisian Resor Rekajaya", "Kepala Unit Perempuan dan Anak", "Rekajaya"),
    "assistance_request": ("Ketua Lembaga Perlindungan Saksi dan Korban", "Jakarta"),
    "outreach_invitation": ("Kepala Dusun Karang Lor", "tempat"),
}
PURPOSES = {
    "domicile": "pembukaan rekening bank",
    "return_statement": "pengurusan jaminan sosial",
    "heirs_introduction": "pengurusan jaminan kematian dan upah terakhir",
    "business_statement": "pengajuan kredit usaha",
}
TYPED = {
    "two_spellings": {"first_written": "Wahyuni Puspitasari", "second_written": "Wahyuni Puspita Sari"},
    "victim_referral": {"asks": "rumah aman; pendampingan psikologis", "urgent": "tempat tinggal sementara"},
    "police_report": {"asks": "menerima laporan dan memberi tanda bukti lapor; mengamankan bukti"},
    "assistance_request": {"asks": "pelindungan saksi dan korban; fasilitasi restitusi"},
    "outreach_invitation": {"meeting_on": "2026-11-28"},
    "outreach_attendance": {"meeting_on": "2026-11-28"},
}
SEEN = {
    "id_card": "2026-11-12",
    "family_card": "2026-11-12",
    "birth_certificate": "2026-11-12",
    "passport": "2026-11-19",
}


def usual(code: str) -> LetterFacts:
    """The facts of one letter as most people have them."""
    if code == "parent_permission":
        return FACTS
    if code == "guardian_permission":
        return replace(FACTS, givers=(NEIGHBOUR,), subject=replace(DAUGHTER, address=HOME))
    if code == "spouse_permission":
        wife = replace(DAUGHTER, marital_status="Kawin", relation="Istri")
        return replace(FACTS, givers=(HUSBAND,), absent=(), subject=wife)
    alone = replace(DAUGHTER, address=HOME)
    family = (
        (replace(MOTHER, relation_proof="Kartu Keluarga"),) if "givers.name" in LETTERS[code].required else ()
    )
    return replace(
        FACTS,
        subject=alone,
        givers=family,
        absent=(),
        addressee=OFFICES.get(code, FACTS.addressee),
        purpose=PURPOSES.get(code, FACTS.purpose),
        extra={**FACTS.extra, **TYPED.get(code, {})},
    )


def of_other_scripts() -> LetterFacts:
    """A permission whose parties and employer are written in Arabic and Chinese."""
    facts = usual("parent_permission")
    work = "شركة النيل للمقاولات (الرياض)، شارع الملك فهد 15; 臺灣重工股份有限公司"
    return replace(
        facts,
        subject=replace(facts.subject, name="عبد الرحمن بن محمد الأنصاري"),
        givers=(replace(MOTHER, name="歐陽美麗"),),
        journey=replace(facts.journey, employer=work),
    )


def longest(code: str) -> LetterFacts:
    """Names of ninety characters, four-line addresses, a signer with three degrees, texts of several lines."""
    far = replace(
        HOME,
        street="Jalan Raya Lintas Timur Kilometer 123 Gang Haji Abdurrachman Sastrawidjaja Nomor 45 Blok C",
        hamlet="Karang Baru Tengah Sebelah Lor",
    )
    facts = usual(code)
    several = "paspor Nomor X0000000,\nbuku pelaut Nomor Y0000000,\ndan kartu pengenal luar negeri Nomor Z0000000 beserta salinannya"
    return replace(
        facts,
        signatory=replace(
            facts.signatory, name="Dr. H. MUHAMMAD NURHIDAYATULLAH RAHMAN, S.Sos., M.Si., M.H."
        ),
        subject=replace(facts.subject, name=LONG, address=far, parents=f"{LONG} dan Sulastri Handayani"),
        givers=tuple(replace(one, name=LONG, address=far) for one in facts.givers),
        witnesses=(
            Witness("Darmawan Sutisna Kusumaningrat", "Ketua RT 003 RW 001"),
            Witness(LONG[:50], "Bibi"),
        ),
        purpose="melengkapi persyaratan pembukaan rekening,\npenerimaan kiriman uang keluarga, dan pendaftaran sekolah anak",
        extra={**facts.extra, "item": several, "shown": several, "difference": several},
    )


def letter(code: str, facts: LetterFacts, paper: Paper, state: State = State.ORIGINAL) -> Rendered:
    """One letter as it leaves the desk."""
    template = LETTERS[code]
    url = TWO_URL if template.second_person else URL
    number, facts = (NUMBER if state is State.ORIGINAL else None), filled(template, facts)
    return render_letter(template, facts, paper=paper, state=state, number=number, token_url=url)


def checklist_of(
    route: str, *, bilingual: bool, paper: Paper = F4, name: str = "departure", persons: tuple[str, ...] = ()
) -> Rendered:
    """A list of one route for somebody who goes to Taiwan."""
    kind = JourneyKind(route, "TW", "single", "caregiver", persons)
    facts = ChecklistFacts(
        VILLAGE,
        kind,
        "Taiwan",
        "Belum kawin.",
        "K7QM-2DXA",
        "Wahyuni P.",
        "2026-11-19",
        SEEN,
        bilingual=bilingual,
        destination=destination_facts("TW", date(2026, 11, 19)),
    )
    return render_checklist(LISTS[name], facts, paper=paper)


def papers(paper: Paper = F4) -> Iterator[tuple[str, Rendered]]:
    """Name and paper of everything, the letters in the order of their codes."""
    for code, template in sorted(LETTERS.items(), key=lambda pair: pair[1].code):
        yield template.code, letter(code, usual(code), paper)
    yield "draf", letter("parent_permission", usual("parent_permission"), paper, State.DRAFT)
    yield "aksara", letter("parent_permission", of_other_scripts(), paper)
    stored = letter("marital_status", usual("marital_status"), paper).pdf
    yield "salinan", stamp_copy(stored, ordinal=2, printed_on="2027-01-05")
    why = Cancelled("2027-01-05", "salah tulis tanggal lahir", NUMBER.replace("012", "031"))
    yield "dibatalkan", stamp_cancelled(stored, why)
    yield "pemulihan", render_recovery_sheet(SHEET, paper=paper)
    yield "undangan", render_invitation(INVITED)
    yield from sheets(paper)
    for route in LIST.routes:
        yield f"daftar-{route.code}", checklist_of(route.code, bilingual=False, paper=paper)
        yield f"daftar-{route.code}-dwi", checklist_of(route.code, bilingual=True, paper=paper)
    for name in LISTS:
        if name != LIST.id:
            yield f"daftar-{name}", checklist_of("p_to_p", bilingual=False, paper=paper, name=name)
            yield f"daftar-{name}-dwi", checklist_of("p_to_p", bilingual=True, paper=paper, name=name)


def guarded() -> Iterator[tuple[str, Rendered]]:
    """The papers whose layout is guarded by pictures: every kind once, the tight ones on A4 too."""
    for name, made in papers(F4):
        if not name.startswith("daftar-") or name in GUARDED_LISTS:
            yield f"F4-{name}", made
    for code in ("spouse_permission", "safe_migration", "labour_referral", "handover_person"):
        yield f"A4-{LETTERS[code].code}", letter(code, usual(code), A4)
    yield "A4-daftar-individual-dwi", checklist_of("individual", bilingual=True, paper=A4)
    yield "F4-L02-panjang", letter("parent_permission", longest("parent_permission"), F4)
