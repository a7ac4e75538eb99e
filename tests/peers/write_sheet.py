"""Workbooks as another program writes them: write_sheet.py OUT CASE [IN]. Prints what the case holds as JSON.

Cases with IN change a workbook that we wrote."""

import json
import sys
import zipfile
from datetime import date

from openpyxl import Workbook, load_workbook

HEADINGS = ["Nội dung", "Loại", "Lĩnh vực", "Số người", "Thôn, tổ dân phố", "Tiếp nhận qua", "Họ tên", "Liên hệ"]
GOOD = [
    ["Đề nghị sửa cầu Bản Bôm", "kiến nghị", "Giáo dục", 12, "Bản Bôm", "đơn, thư", "Hoàng Thị Bịa", "0912 000 111"],
    ["Cấp nước sạch cho Tổ 3", "Phản ánh", None, 3, "Tổ 3", None, None, None],
]


def sheet(rows, headings=HEADINGS):
    book = Workbook()
    page = book.active
    page.title = "Ý kiến"
    page.append(headings)
    for row in rows:
        page.append(row)
    return book, page


def half_bad():
    bad = [
        ["Đèn đường hỏng", "kêu ca", None, "mười"],
        ["=1+1", None, None, 1],
        ["Việc tốt", "tố cáo", None, 1],
        ["Ngày", None, None, date(2025, 4, 3)],
    ]
    return sheet(GOOD + bad)


def merged():
    book, page = sheet([["Gộp ngang", None, None, 1], ["Bình thường", None, None, 1]])
    page.merge_cells("B2:C2")
    return book, page


def hidden():
    book, page = sheet(GOOD)
    other = book.create_sheet("Cũ", 0)
    other.append(["Nội dung"])
    other.append(["Không được đọc"])
    other.sheet_state = "hidden"
    return book, page


def many(count):
    return sheet([[f"Việc số {number} ở Tổ {number % 7}", None, None, number % 50 + 1] for number in range(count)])


def edit(source):
    """Changes the people of the first row and the wording of the second, as somebody would in Excel."""
    book = load_workbook(source)
    page = book.active
    names = [cell.value for cell in page[1]]
    page.cell(2, names.index("Số người") + 1).value = 77
    page.cell(3, names.index("Nội dung") + 1).value = "Cấp nước sạch cho Tổ 3 và Tổ 4"
    return book, page


def of_kind(source, kind):
    """Every row of another kind, and written by openpyxl as a whole."""
    book = load_workbook(source)
    page = book.active
    at = [cell.value for cell in page[1]].index("Loại")
    for row in page.iter_rows(min_row=2):
        row[at].value = kind
    return book, page


def correct(source):
    """Corrects what came back: each kind becomes a proposal, each number a 4, what is no wording a new one."""
    book = load_workbook(source)
    page = book.active
    names = [cell.value for cell in page[1]]
    for row in list(page.iter_rows(min_row=2)):
        wording = row[names.index("Nội dung")]
        if not wording.value:
            page.delete_rows(wording.row)
            continue
        row[names.index("Loại")].value = "kiến nghị"
        row[names.index("Số người")].value = 4
    return book, page


def empty_rows(out):
    """A million rows of nothing, as some programs keep them, behind two rows of something."""
    book, _ = sheet(GOOD)
    book.save(out)
    with zipfile.ZipFile(out) as package:
        files = {name: package.read(name) for name in package.namelist()}
    rows = "".join(f'<row r="{number}"/>' for number in range(4, 1_000_001))
    name = "xl/worksheets/sheet1.xml"
    files[name] = files[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)


def bomb(out):
    """Texts that unpack to 200 MB."""
    book, _ = sheet(GOOD)
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/extra.xml", b" " * (200 << 20))


def main():
    out, case = sys.argv[1:3]
    made = {"empty-rows": empty_rows, "bomb": bomb}.get(case)
    if made:
        made(out)
    else:
        cases = {
            "good": lambda: sheet(GOOD),
            "half-bad": half_bad,
            "merged": merged,
            "hidden": hidden,
            "many": lambda: many(int(sys.argv[3])),
            "edit": lambda: edit(sys.argv[3]),
            "reflections": lambda: of_kind(sys.argv[3], "phản ánh"),
            "proposals": lambda: of_kind(sys.argv[3], "kiến nghị"),
            "correct": lambda: correct(sys.argv[3]),
        }
        cases[case]()[0].save(out)
    print(json.dumps({"case": case}))


main()
