"""Papers as other programs write them, into a folder: make_papers.py FOLDER WORD…, each word into its own kind of file. Prints their
names as JSON."""

import json
import sys
from pathlib import Path

from docx import Document
from fpdf import FPDF
from fpdf.enums import AccessPermission
from openpyxl import Workbook

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
folder = Path(sys.argv[1])
in_docx, in_xlsx, in_pdf = sys.argv[2:5]

paper = Document()
paper.add_heading("Đơn đề nghị", 1)
paper.add_table(1, 1).cell(0, 0).text = in_docx
paper.save(folder / "đơn.docx")

book = Workbook()
book.active.append(["STT", "Nội dung"])
other = book.create_sheet("Bản Mé")
other["C7"] = in_xlsx
book.create_sheet("ẩn").sheet_state = "hidden"
book.save(folder / "bảng.xlsx")


def pdf(name, pages, locked=False):
    document = FPDF()
    document.add_font("DejaVu", fname=FONT)
    document.set_font("DejaVu", size=12)
    for _ in range(pages):
        document.add_page()
        document.multi_cell(0, 8, in_pdf)
    if locked:
        document.set_encryption(owner_password="chu", user_password="mo", permissions=AccessPermission.none())
    document.output(folder / name)


pdf("văn bản.pdf", 2)
pdf("khóa.pdf", 1, locked=True)
pdf("dày.pdf", 300)
print(json.dumps(sorted(path.name for path in folder.iterdir())))
