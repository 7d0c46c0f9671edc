#!/usr/bin/python3
"""Opens a workbook as a customer's program would and checks what every one of ours promises.

usage: check_workbook.py FILE EXPECTED.json
EXPECTED: {"kind": ..., "lang": ..., "sheets": [{"name", "rows", "columns": {heading: [cells]}}], "cover": [texts]}
A cell of `columns` is null, a number or a text; dates are given as text YYYY-MM-DD.
Prints what is wrong, one line each; exit code 1 when there is anything.
"""
import datetime
import json
import re
import sys

import openpyxl
from openpyxl.utils.escape import unescape

FAULTS = []
COVERS = ("封面", "Cover")
NUMBER_FORMATS = {"yyyy-mm-dd", "yyyy-mm-dd hh:mm", "#,##0.00", "#,##0", "0", "0.00", "0.00%",
                  '"▲ "#,##0', '"▲ "0', '"▲ "0.00', '"▲ "#,##0.00'}


def fault(text):
    FAULTS.append(text)


def shown(value):
    """A cell as the expectation writes it."""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.strftime("%Y-%m-%d")
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return unescape(value)
    return value


def check_cells(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" or cell.hyperlink and sheet.title not in COVERS:
                fault(f"{sheet.title}!{cell.coordinate}: a formula or a link: {cell.value!r}")
            if isinstance(cell.value, str) and cell.number_format != "@":
                fault(f"{sheet.title}!{cell.coordinate}: text with format {cell.number_format}")
            if isinstance(cell.value, (int, float, datetime.datetime)) and cell.number_format not in NUMBER_FORMATS:
                fault(f"{sheet.title}!{cell.coordinate}: number with format {cell.number_format}")
            if isinstance(cell.value, str) and len(cell.value) > 32767:
                fault(f"{sheet.title}!{cell.coordinate}: longer than a cell")


def check_page(sheet):
    setup = sheet.page_setup
    if setup.orientation != "landscape" or int(setup.paperSize or 0) not in (8, 9):
        fault(f"{sheet.title}: not landscape A4 or A3")
    is_cover = sheet.title in COVERS
    if not sheet.sheet_properties.pageSetUpPr.fitToPage or (setup.fitToHeight != 0) != is_cover:
        fault(f"{sheet.title}: not one page wide, or a cover on more than one page")
    if "&P" not in str(sheet.oddFooter.right.text):
        fault(f"{sheet.title}: no page numbers: {sheet.oddFooter.right.text}")
    if not sheet.print_area:
        fault(f"{sheet.title}: no print area")


def header_row(sheet):
    """Row of the column headings: the last frozen one, which the filter begins on."""
    frozen = sheet.freeze_panes
    if not frozen:
        fault(f"{sheet.title}: nothing is frozen")
        return None
    row = int(re.sub("[A-Z]", "", frozen)) - 1
    if not sheet.auto_filter.ref or not re.match(rf"A{row}:", sheet.auto_filter.ref):
        fault(f"{sheet.title}: filter {sheet.auto_filter.ref}, heading in row {row}")
    if sheet.print_title_rows != f"$1:${row}":
        fault(f"{sheet.title}: repeated rows {sheet.print_title_rows}, heading in row {row}")
    return row


def check_widths(sheet, head):
    for cell in sheet[head]:
        width = sheet.column_dimensions[cell.column_letter].width
        longest = max(sum(2 if ord(c) > 127 else 1 for c in line) for line in str(cell.value).split("\n"))
        if width < longest:
            fault(f"{sheet.title}: column {cell.value} is {width} wide, its heading {longest}")
        if width > 95:
            fault(f"{sheet.title}: column {cell.value} is {width} wide")


def check_columns(sheet, head, expected):
    last = int(sheet.auto_filter.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rows = last - head
    if rows != expected["rows"]:
        fault(f"{sheet.title}: {rows} rows, expected {expected['rows']}")
    headings = [cell.value for cell in sheet[head]]
    bands = []
    for cell in sheet[head - 1]:
        bands.append(cell.value if cell.value else (bands[-1] if bands else None))
    names = [f"{b}/{h}" for b, h in zip(bands, headings)]
    for name, cells in expected["columns"].items():
        at = names.index(name) if name in names else headings.index(name) if name in headings else -1
        if at < 0:
            fault(f"{sheet.title}: no column {name} among {names}")
            continue
        got = [shown(sheet.cell(row=head + 1 + i, column=at + 1).value) for i in range(len(cells))]
        for i, (mine, wanted) in enumerate(zip(got, cells)):
            if mine != wanted and not (isinstance(wanted, float) and abs(mine - wanted) < 1e-9):
                fault(f"{sheet.title}: {name}, row {i + 1}: {mine!r}, expected {wanted!r}")


def check_cover(sheet, texts):
    said = {shown(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for text in texts:
        if text not in said:
            fault(f"{sheet.title}: does not say {text!r}")


def main():
    path, expected = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
    book = openpyxl.load_workbook(path)
    names = [expected["cover_name"]] + [sheet["name"] for sheet in expected["sheets"]]
    if book.sheetnames != names:
        fault(f"sheets {book.sheetnames}, expected {names}")
    check_cover(book[book.sheetnames[0]], expected["cover"])
    for sheet in book.worksheets:
        check_cells(sheet)
        check_page(sheet)
    for wanted in expected["sheets"]:
        sheet = book[wanted["name"]]
        head = header_row(sheet)
        if head:
            check_widths(sheet, head)
            check_columns(sheet, head, wanted)
    for text in FAULTS[:40]:
        print(text)
    sys.exit(1 if FAULTS else 0)


main()
