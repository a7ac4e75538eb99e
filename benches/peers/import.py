"""The import of a sheet as a program in Python would do it: openpyxl reads, sqlite3 writes, one transaction, the same checks.

    import.py make FILE ROWS       a workbook of so many rows under the headings of our sheet
    import.py run FILE DATABASE    prints seconds, rows and the most memory in MB
"""

import resource
import sqlite3
import sys
import time
import unicodedata
import uuid

from openpyxl import Workbook, load_workbook

HEADINGS = ["Nội dung", "Loại", "Lĩnh vực", "Số người", "Thôn, tổ dân phố", "Tiếp nhận qua", "Họ tên", "Liên hệ"]
KINDS = {"": "proposal", "kiến nghị": "proposal", "phản ánh": "reflection", "khiếu nại": "complaint"}


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(plain.replace("đ", "d").replace("Đ", "d").lower().split())


def make(path, rows):
    book = Workbook(write_only=True)
    page = book.create_sheet("Ý kiến")
    page.append(HEADINGS)
    for number in range(rows):
        wording = f"Đề nghị sửa đoạn đường số {number} từ nhà văn hóa đến chợ, mặt đường hỏng nặng sau mùa mưa, đi lại khó khăn"
        page.append([wording, "kiến nghị", "Giáo dục", number % 90 + 1, f"Tổ {number % 12}", "đơn, thư", f"Người Mẫu {number}", "0912000111"])
    book.save(path)


def run(path, database):
    begun = time.perf_counter()
    page = load_workbook(path, read_only=True).worksheets[0]
    rows = page.iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    seen, good = set(), []
    for row in rows:
        cells = dict(zip(names, row))
        wording = unicodedata.normalize("NFC", cells["Nội dung"] or "").strip()
        kind, people = KINDS[(cells["Loại"] or "").lower()], int(cells["Số người"] or 1)
        if not wording or len(wording) > 4000 or fold(wording) in seen or not 1 <= people <= 100_000:
            raise SystemExit(f"faulty row: {row}")
        seen.add(fold(wording))
        good.append((str(uuid.uuid4()), wording, kind, people, cells["Thôn, tổ dân phố"], fold(wording), cells["Họ tên"], cells["Liên hệ"]))
    store = sqlite3.connect(database)
    store.executescript(
        "create table issue (id text primary key, wording text, kind text, people integer, village text, folded text);"
        "create table identity (id text primary key, name text, contact text);"
        "create table audit (seq integer primary key, id text, code text)"
    )
    with store:
        store.executemany("insert into issue values (?, ?, ?, ?, ?, ?)", [row[:6] for row in good])
        store.executemany("insert into identity values (?, ?, ?)", [(row[0], row[6], row[7]) for row in good])
        for code in ("issue.drafted", "issue.submitted"):
            store.executemany("insert into audit (id, code) values (?, ?)", [(row[0], code) for row in good])
    seconds = time.perf_counter() - begun
    print(f"{seconds:.3f} {len(good)} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    run(sys.argv[2], sys.argv[3])
