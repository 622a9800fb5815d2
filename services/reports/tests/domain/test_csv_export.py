"""Files that a spreadsheet may open."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain import csv_export


@pytest.mark.parametrize("text", ["=1+1", "+61 2", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    [_, [cell]] = csv.reader(io.StringIO(csv_export.write({"A": "a"}, [{"a": text}]), newline=""))
    assert cell == f"'{text}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=5))
def test_a_reader_gets_back_what_was_written(cells: list[str]) -> None:
    columns = {str(number): str(number) for number in range(len(cells))}
    text = csv_export.write(columns, [dict(zip(columns, cells, strict=True))])
    [_, read] = csv.reader(io.StringIO(text, newline=""))
    assert [cell.removeprefix("'") if cell[1:2] in csv_export.FORMULA else cell for cell in read] == cells


def test_paths_lists_and_nothing() -> None:
    rows = [{"bd": {"name": "Priya"}, "names": ["Noah", "Zoë"], "n": 0}, {"bd": None, "names": [], "n": None}]
    text = csv_export.write({"BDM": "bd.name", "Clients": "names", "N": "n"}, rows)
    assert text == "BDM,Clients,N\r\nPriya,Noah; Zoë,0\r\n,,\r\n"
