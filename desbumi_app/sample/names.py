"""Given names that are common in Lombok, Java and Sumatra, put together at random. Nobody real is meant."""

MEN = (
    "Ahmad Junaidi", "Lalu Wirajaya", "Muhammad Zaini", "Abdul Hamid", "Sahrul", "Mahsun", "Nasrudin", "Hamzah",
    "Suparman", "Sugeng", "Budi Santoso", "Joko Prasetyo", "Slamet", "Agus Salim", "Rizki Pratama", "Hendra",
    "Faisal", "Ramli", "Syafrudin", "Zulkarnain", "Kamarudin", "Saleh", "Munir", "Jamaludin", "Hasan", "Husen",
    "Lalu Anggawa", "Supriadi", "Rusdi", "Amirudin", "Bambang", "Wahyu", "Eko", "Dedi Kurniawan", "Irwan",
    "Samsul Bahri", "Khairul Anam", "Fathurrahman", "Mustakim", "Sudirman",
)  # fmt: skip
WOMEN = (
    "Siti Aminah", "Baiq Nurhayati", "Nurul Hidayah", "Sukarni", "Rohani", "Saenah", "Hadijah", "Fatmawati",
    "Sri Wahyuni", "Sulastri", "Dewi Lestari", "Ratna Sari", "Rina", "Yuliana", "Nurjanah", "Zainab", "Aisyah",
    "Siti Maryam", "Baiq Suhartini", "Mariani", "Halimah", "Rukayah", "Juhaeriah", "Sumiati", "Wati", "Endang",
    "Kartini", "Murni", "Lilis", "Sopiah", "Raehanun", "Inayah", "Khadijah", "Nurlaela", "Mastiah", "Haeriah",
    "Sakinah", "Rosmini", "Asmawati", "Erna",
)  # fmt: skip
SECOND = (
    "", "", "", "", "Hadi", "Putra", "Rahman", "Hakim", "Yusuf", "Ilham", "Hidayat", "Setiawan", "Utami", "Ningsih",
    "Safitri", "Handayani", "Maulida", "Apriani", "Fitriani", "Kusuma", "Purnama", "Sapitri", "Laela", "Akbar",
)  # fmt: skip
MEN_ONLY = frozenset({"Hadi", "Putra", "Rahman", "Hakim", "Yusuf", "Ilham", "Hidayat", "Setiawan", "Akbar"})
HAMLETS = ("Contoh Lauk", "Contoh Daya", "Contoh Timuk", "Contoh Bat", "Bale Misal")
PLACES = ("Rekajaya", "Misalan", "Sukacontoh", "Bedacontoh", "Kota Misal")
# The same name as another desk would write it.
RESPELLED = (
    ("Muhammad ", "Moh. "), ("Siti ", "St. "), ("Baiq ", "Bq. "), ("Lalu ", "L. "), ("Abdul ", "Abd. "),
    ("Nur", "Noer"), ("Kh", "H"), ("Su", "Soe"), ("ae", "ai"), ("Fat", "Pat"), ("di", "dy"), ("ah", "a"),
)  # fmt: skip
