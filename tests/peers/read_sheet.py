"""A workbook of ours as openpyxl reads it: sheets with their rows, formulas and lists to choose from, as JSON."""

import json
import sys

from openpyxl import load_workbook

book = load_workbook(sys.argv[1])
sheets = []
for page in book.worksheets:
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    formulas = [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    lists = [{"range": str(one.sqref), "from": one.formula1} for one in page.data_validations.dataValidation]
    sheets.append({"name": page.title, "state": page.sheet_state, "rows": rows, "formulas": formulas, "lists": lists})
print(json.dumps({"sheets": sheets}))
