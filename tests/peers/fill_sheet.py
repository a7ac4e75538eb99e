"""Fills in the sheet that we offer, as somebody would in Excel: fill_sheet.py IN OUT. Rows as JSON on standard input, each an object by
heading. Tells the values that Excel would refuse: those in none of the lists that bind their column."""

import json
import sys

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

source, out = sys.argv[1:3]
book = load_workbook(source)
page = book.worksheets[0]
columns = {cell.value: cell.column for cell in page[1]}
offered = {}
for validation in page.data_validations.dataValidation:
    if not validation.showErrorMessage:
        continue
    sheet, cells = validation.formula1.lstrip("=").rsplit("!", 1)
    values = {cell.value for row in book[sheet.strip("'")][cells.replace("$", "")] for cell in row}
    for one in validation.sqref.ranges:
        first, _, last, _ = range_boundaries(str(one))
        for column in range(first, last + 1):
            offered[column] = values
outside = []
for number, row in enumerate(json.load(sys.stdin), start=2):
    for heading, value in row.items():
        column = columns[heading]
        page.cell(number, column).value = value
        if column in offered and value not in offered[column]:
            outside.append(value)
book.save(out)
print(json.dumps({"headings": list(columns), "outside": outside}, ensure_ascii=False))
