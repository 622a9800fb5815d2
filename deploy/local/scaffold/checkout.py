"""New files from templates, and additions to the tuples, dicts, imports and tables of files that are there."""

import ast
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from deploy.local.machine.places import ROOT
from deploy.local.quality.steps import BIN

TEMPLATES = Path(__file__).with_name("templates")


@dataclass
class Checkout:
    """`written` holds what has changed, for the formatter and for the one who reads on."""

    root: Path = ROOT
    written: list[Path] = field(default_factory=list)

    def create(self, path: str, template: str, /, **names: object) -> None:
        """A file of a template's text; raises SystemExit rather than overwrite one."""
        file = self.root / path
        if file.exists():
            raise SystemExit(f"{path} is there already")
        text = Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(names)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.written.append(file)

    def edit(self, path: str, *changes: Callable[[str], str]) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        for change in changes:
            text = change(text)
        file.write_text(text, encoding="utf-8")
        self.written.append(file)

    def package(self, path: str, says: str) -> None:
        """A folder of modules, unless it is there."""
        file = self.root / path / "__init__.py"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f'"""{says}"""\n', encoding="utf-8")
            self.written.append(file)

    def format(self) -> None:
        python = [str(file) for file in self.written if file.suffix == ".py"]
        for command in (["check", "--fix", "-q"], ["format", "-q"]):
            subprocess.run([str(BIN / "ruff"), *command, *python], cwd=self.root, check=False)

    def report(self) -> None:
        for file in dict.fromkeys(self.written):
            print(file.relative_to(self.root))


def adding(name: str, item: str) -> Callable[[str], str]:
    """`item` at the end of the tuple, list or dict that is assigned to `name`."""

    def change(text: str) -> str:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and name in _targets(node):
                return insert(text, node.value, item)
        raise SystemExit(f"there is no {name} to add {item} to")

    return change


def _targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def insert(text: str, collection: ast.expr, item: str) -> str:
    """Before its closing bracket, after a comma."""
    close = offset(text, collection.end_lineno or 0, (collection.end_col_offset or 0)) - 1
    before = text[:close].rstrip()
    comma = "" if before.endswith((",", "(", "[", "{")) else ","
    return f"{before}{comma}\n    {item},\n{text[close:]}"


def offset(text: str, line: int, column: int) -> int:
    """Of a place as `ast` names it: columns are bytes."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def importing(statement: str) -> Callable[[str], str]:
    """The import below the last one; the formatter gives it its place."""

    def change(text: str) -> str:
        nodes = ast.parse(text).body
        imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        last = (imports or nodes)[-1 if imports else 0].end_lineno or 0
        lines = text.splitlines(keepends=True)
        return "".join([*lines[:last], f"{statement}\n", *lines[last:]])

    return change


def mentioning(row: str, what: str) -> Callable[[str], str]:
    """`what` at the end of a row of a README's table, where such a row is."""

    def change(text: str) -> str:
        return re.sub(rf"^(\| {re.escape(row)} \| )(.*?)( \|)$", _mention, text, flags=re.MULTILINE)

    def _mention(cell: re.Match[str]) -> str:
        before = "" if cell[2].startswith("nothing") else f"{cell[2]}, "
        return f"{cell[1]}{before}{what}{cell[3]}"

    return change
