"""Reads a workbook with openpyxl and prints every visible sheet as JSON: its rows, each cell as kind and value.

Usage: read_xlsx.py FILE. Kinds are those of openpyxl: s text, n number, f formula, b truth value, d date; "" is an empty cell.
"""

import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
cell = lambda one: "" if one.value is None else f"{one.data_type}:{one.value}"
print(json.dumps({sheet.title: [[cell(one) for one in row] for row in sheet.iter_rows()] for sheet in book}))
