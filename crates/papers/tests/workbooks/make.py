#!/usr/bin/env python3
"""Makes the small workbooks of this folder. All people are invented.

    make.py [OUT]        needs openpyxl, xlwt and msoffcrypto-tool, and LibreOffice on the path

XLSX are written by openpyxl, XLS by xlwt and by LibreOffice, ODS by LibreOffice from an XLSX.
"""
import csv
import datetime
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.styles import Alignment, Font

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
DAY = datetime.date


def save(book, name):
    """Writes a workbook without the moment of its making, so that the same script makes the same rows."""
    book.properties.creator = "Hội Khuyến học (mẫu thử)"
    book.properties.created = book.properties.modified = datetime.datetime(2026, 1, 5)
    book.save(OUT / name)


def sheet_of(rows, title="Danh sách"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def plain_people():
    """The simplest list: one heading row, text dates, text numbers."""
    book, sheet = sheet_of([
        ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số CCCD", "Xóm", "Xã", "Nghề nghiệp", "Ghi chú"],
        [1, "Nông Thị Hà", "15/03/1975", "Nữ", "Tày", "004175000123", "Nà Mạ", "Hạ Lang", "nông dân", None],
        [2, "LÝ A PÁO", "1980", "Nam", "Mông", "004080000124", "Lũng Đẩy", "Hạ Lang", "nông dân", "vắng nhà"],
        [3, "Sình", "5.7.88", "nu", None, None, "Lũng Đẩy", "Hạ Lang", None, None],
    ])
    for row in sheet.iter_rows(min_row=2, min_col=6, max_col=6):
        row[0].number_format = "@"
    save(book, "plain-people.xlsx")


def titled_people():
    """Titles in merged cells above, a numbering row below the heading, hamlet rows, sums, signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    rows = [
        ["HỘI KHUYẾN HỌC XÃ HẠ LANG", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [None, None, None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["DANH SÁCH CÔNG DÂN ĐĂNG KÝ DANH HIỆU CÔNG DÂN HỌC TẬP NĂM 2026"],
        ["(Kèm theo Tờ trình số 05/TTr-HKH)"],
        [],
        ["TT", "Họ và tên\n(chữ in hoa)", "Ngày, tháng, năm sinh", "Giới tính", "Số định danh cá nhân/CCCD", "Nghề nghiệp"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", "Xóm Nà Mạ"],
        [1, "NÔNG THỊ HÀ", DAY(1975, 3, 15), "Nữ", "004175000201", "nông dân"],
        [2, "LỤC VĂN BÌNH", DAY(1981, 12, 1), "Nam", "004081000202", "nông dân"],
        [None, "Cộng xóm Nà Mạ", None, None, 2],
        ["II", "Xóm Bản Giốc: 1 người"],
        [3, "TỐNG VĂN CỘNG", DAY(1990, 7, 30), "Nam", "004090000203", "công nhân"],
        [],
        [None, "Tổng cộng: 3 người"],
        [None, None, None, None, "Hạ Lang, ngày 05 tháng 01 năm 2026"],
        ["Người lập biểu", None, None, None, "TM. BAN CHẤP HÀNH"],
        [],
        [None, "Hoàng Thị Thử", None, None, "Bế Văn Mẫu"],
    ]
    for row in rows:
        sheet.append(row)
    for area in ("A1:C1", "E1:F1", "E2:F2", "A4:F4", "A5:F5", "B9:F9", "B13:F13"):
        sheet.merge_cells(area)
    sheet["A4"].font = Font(bold=True, size=14)
    sheet["A4"].alignment = Alignment(horizontal="center")
    for row in (10, 11, 14):
        sheet.cell(row, 3).number_format = "dd/mm/yyyy"
        sheet.cell(row, 5).number_format = "@"
    hidden = book.create_sheet("Nguồn", 0)
    hidden.append(["Họ và tên", "Ngày sinh"])
    hidden.append(["Không Được Đọc", "1990"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Hướng dẫn", 1).append(["Điền vào sheet Biểu 01"])
    book.active = 2
    save(book, "titled-people.xlsx")


def years_by_sex():
    """The classic two-row heading: the year of birth under Nam or under Nữ; the name in two columns."""
    book, sheet = sheet_of([
        ["STT", "Họ và tên", None, "Năm sinh", None, "Dân tộc", "Nơi cư trú", None, "Quê quán", None],
        [None, None, None, "Nam", "Nữ", None, "Xóm", "Xã", "Xóm", "Xã"],
        [1, "Nông Thị", "Hà", None, 1975, "Tày", "Nà Mạ", "Hạ Lang", "Bản Khoòng", "Đàm Thủy"],
        [2, "Bàn Văn", "Páo", 1980, None, "Dao", "Khuổi Ngọa", "Thành Công", None, None],
        [3, "Hoàng Thị", "Mỷ", 1991, 1991, "Nùng", "Nà Mạ", "Hạ Lang", None, None],
        [4, None, "Sính", "12/5/1969", None, "Mông", "Lũng Đẩy", "Hạ Lang", None, None],
    ])
    for area in ("A1:A2", "B1:C2", "D1:E1", "F1:F2", "G1:H1", "I1:J1"):
        sheet.merge_cells(area)
    save(book, "years-by-sex.xlsx")


def spoiled_numbers():
    """What a number format does: zeros lost, years shown as days, serials shown as numbers, scientific notation."""
    book, sheet = sheet_of([
        ["Họ tên", "Ngày sinh", "CMND/CCCD", "Giới tính"],
        ["Nông Thị Hà", 27468, 4175000301, "Nữ"],
        ["Lục Văn Bình", 1981, 80123456, "Nam"],
        ["Đàm Thị Thuỷ", 1975, "4.18E+09", "Nữ"],
        ["Hoàng Văn Đức", "31/02/1975", "080123456", "Nam"],
        ["Triệu Mùi Pham", "3/25/1975", "00417500O305", "nữ"],
        ["Lý Thị Dung", DAY(1975, 3, 15), "004175000306", 1],
        ["La Văn 2", "01/01/2031", "004 175 000 307", "Nam"],
    ])
    sheet["C2"].number_format = "000000000000"
    sheet["B4"].number_format = "dd/mm/yyyy"
    sheet["B7"].number_format = "dd/mm/yyyy"
    save(book, "spoiled-numbers.xlsx")


def macintosh():
    """Days counted from 1904, one shown as a day and one as a bare number; ticks under Nam and Nữ."""
    book, sheet = sheet_of([
        ["STT", "Họ tên", "Ngày sinh", "Giới tính", None],
        [None, None, None, "Nam", "Nữ"],
        [1, "Nông Văn An", 26006, "x", None],
        [2, "Nông Thị Bích", 26006, None, "X"],
        [3, "Nông Thị Chi", 1980, "x", "x"],
    ])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet["C3"].number_format = "dd/mm/yyyy"
    save(book, "macintosh-1904.xlsx")


def assessments():
    """Scores in a two-row heading over three competences; a score that became a day, half points, a wrong total."""
    book, sheet = sheet_of([
        ["PHIẾU TỔNG HỢP ĐIỂM NĂM 2026"],
        ["STT", "Họ và tên", "Số CCCD", "Năng lực tự học", None, None, None, "Sử dụng công cụ", None, None, None, "Quan hệ xã hội", None,
         "Tổng điểm", "Kết quả"],
        [None, None, None, "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", None, None],
        [1, "Nông Thị Hà", "004175000401", 8, 8, 9, 9, 8, 7, 8, 9, 10, 9, 85, "Đạt"],
        [2, "Lục Văn Bình", "004081000402", 8, None, 9, 9, 8, None, 8, 9, 10, 9, 70, "Không đạt"],
        [3, "Đàm Thị Thuỷ", "004175000403", 7.5, 8, 9, 9, 8, 7, 8, 9, 10, 11, 85, "Đạt"],
        [4, "Hoàng Văn Đức", "004175000404", DAY(2026, 10, 5), 8, 9, 9, 8, 7, 8, 9, 10, 9, 86, "Đạt"],
        [5, "Lý Thị Dung", "004175000405", 8, 8, 9, 9, 8, 7, 8, 9, 10, 9, 90, "Đạt"],
    ])
    for area in ("A1:O1", "A2:A3", "B2:B3", "C2:C3", "D2:G2", "H2:K2", "L2:M2", "N2:N3", "O2:O3"):
        sheet.merge_cells(area)
    sheet["D7"].number_format = "d/m"
    save(book, "assessments.xlsx")


def units():
    """Hamlets of two communes, commune rows above them; a code that lost its zero."""
    book, sheet = sheet_of([
        ["Mã", "Tên xóm/tổ dân phố", "Mã cấp trên", "Từ ngày", "Đặc biệt khó khăn"],
        ["Xã Hạ Lang"],
        ["01273-001", "Xóm Nà Mạ", "01273", DAY(2025, 7, 1), "x"],
        ["01273-002", "Xóm Bản Giốc", 1273, "01/07/2025", None],
        ["Phường Thục Phán"],
        [None, "Tổ dân phố 5", None, None, None],
        [None, None, "01273", None, None],
    ])
    sheet["D3"].number_format = "dd/mm/yyyy"
    save(book, "units.xlsx")


def organizations():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Cơ quan")
    rows = [
        ["STT", "Mã số thuế", "Tên cơ quan, đơn vị", "Loại hình", "Xã/Phường", "Số người", "Ngày thành lập"],
        [1, "4800000001", "Trường Tiểu học Mẫu", "trường", "Hạ Lang", 24, "05/09/1995"],
        [2, "", "Công ty TNHH Thử Nghiệm", "doanh nghiệp", "Thục Phán", "nhiều", "2010"],
    ]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.save(str(OUT / "organizations.xls"))


def models():
    """Learning families by hamlet, as a commune sends them; sent as ODS."""
    book, sheet = sheet_of([
        ["DANH SÁCH GIA ĐÌNH HỌC TẬP NĂM 2025"],
        ["STT", "Họ và tên chủ hộ", "Số nhân khẩu", "Năm công nhận", "Đạt"],
        ["Xóm Nà Mạ"],
        [1, "Nông Văn Thử", 4, 2025, "x"],
        [2, "Lục Thị Mẫu", 5, 2025, "không"],
        ["Tổng số", None, 9, None, None],
        ["Xóm Bản Giốc"],
        [3, None, 3, 2025, "x"],
        [4, "Đàm Văn Ví", 3, "năm ngoái", "x"],
    ], "GĐHT")
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A3:E3")
    save(book, "models.xlsx")
    convert("models.xlsx", "ods")
    (OUT / "models.xlsx").unlink()


def old_people():
    """An old workbook with real days, a formula and a hidden sheet, saved by LibreOffice."""
    book, sheet = sheet_of([
        ["Danh sách người dân"],
        [],
        ["TT", "Họ tên", "Sinh ngày", "Phái", "Tổ dân phố", "Phường"],
        [1, "Nông Thị Hà", DAY(1975, 3, 15), "Nữ", "Tổ 5", "Thục Phán"],
        ["=A4+1", "Lục Văn Bình", DAY(1981, 12, 1), "Nam", "Tổ 5", "Thục Phán"],
        ["=A5+1", "Đàm Thị Thuỷ", "=1/0", "Nữ", "Tổ 6", "Thục Phán"],
    ], "Tổ 5-6")
    for row in (4, 5):
        sheet.cell(row, 3).number_format = "dd/mm/yyyy"
    book.create_sheet("Ẩn").append(["Họ tên", "Sinh ngày"])
    book["Ẩn"].sheet_state = "hidden"
    save(book, "old-people.xlsx")
    convert("old-people.xlsx", "xls")
    convert("old-people.xlsx", "ods")
    (OUT / "old-people.xlsx").unlink()


def convert(name, ending):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", ending,
                        "--outdir", str(OUT), str(OUT / name)], check=True, capture_output=True)
    if ending == "ods":
        slim((OUT / name).with_suffix(".ods"))


def slim(path):
    """Leaves out the thumbnail and the settings of the window."""
    with zipfile.ZipFile(path) as source:
        parts = [(part.filename, source.read(part)) for part in source.infolist()]
    with zipfile.ZipFile(path, "w") as copy:
        for name, content in parts:
            if name in ("mimetype", "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"):
                how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                copy.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 0, 0, 0)), content, how)


def text_files():
    rows = [
        ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Xóm"],
        ["1", "Nông Thị Hà", "1975", "004175000501", "Nà Mạ"],
        ["2", "Lục Văn \"Bình\"", "01/12/1981", "4081000502", "Bản Giốc;\nĐàm Thủy"],
        ["3", "Đàm Thị Thuỷ", "", "", ""],
    ]

    def text(delimiter):
        target = io.StringIO()
        csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        return target.getvalue()

    (OUT / "people-semicolon.csv").write_bytes(b"\xef\xbb\xbf" + text(";").encode())
    (OUT / "people-utf16.txt").write_bytes(text("\t").encode("utf-16"))
    # Two lists typed in old fonts; the bytes are those that the fonts drew.
    tcvn3 = ["STT,Hä vµ tªn,N¨m sinh,Giíi tÝnh,D©n téc,Xãm", "1,N«ng ThÞ Hµ,1975,N÷,Tµy,Nµ M¹",
             "2,NguyÔn V¨n Hïng,1981,Nam,Nïng,B¶n Gièc", "3,TriÖu ThÞ §µo,1990,N÷,Dao,Khuæi Ngäa"]
    (OUT / "people-tcvn3.csv").write_bytes("\r\n".join(tcvn3).encode("latin-1"))
    vni = ["STT;Hoï vaø teân;Naêm sinh;Giôùi tính;Daân toäc;Xoùm", "1;Noâng Thò Haø;1975;Nöõ;Taøy;Naø Maï",
           "2;Nguyeãn Vaên Huøng;1981;Nam;Nuøng;Baûn Gioác", "3;Trieäu Thò Ñaøo;1990;Nöõ;Dao;Khuoåi Ngoïa"]
    (OUT / "people-vni.csv").write_bytes("\r\n".join(vni).encode("latin-1"))


def broken_files():
    whole = (OUT / "titled-people.xlsx").read_bytes()
    (OUT / "cut-off.xlsx").write_bytes(whole[: len(whole) * 2 // 3])
    # The package is whole, but its sheet ends in the middle of a row.
    target = io.BytesIO()
    with zipfile.ZipFile(OUT / "plain-people.xlsx") as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content[: content.index(b'r="4"')]
            copy.writestr(zipfile.ZipInfo(part.filename, (2026, 1, 5, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    (OUT / "cut-off-sheet.xlsx").write_bytes(target.getvalue())
    with open(OUT / "plain-people.xlsx", "rb") as source, open(OUT / "locked.xlsx", "wb") as copy:
        OOXMLFile(source).encrypt("matkhau", copy)
    (OUT / "web-page.xls").write_text("<html><table><tr><td>Họ và tên</td></tr></table></html>", encoding="utf-8")
    # A million columns and rows are declared, four cells are used; and the last of them lies in column XFD.
    book, sheet = sheet_of([["Họ và tên", "Năm sinh"], ["Nông Thị Hà", 1975]])
    sheet["XFD2"] = "xa"
    save(book, "far-cell.xlsx")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for make in (plain_people, titled_people, years_by_sex, spoiled_numbers, macintosh, assessments, units, organizations,
                 models, old_people, text_files, broken_files):
        make()
