"""The licenses of the crates that are linked into the program."""
import json
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")
HEAD = """\
Clippings is licensed under MIT or Apache-2.0, at your option. The program contains the crates below, and the standard
library of Rust (MIT or Apache-2.0, https://github.com/rust-lang/rust). For the licenses of its data, see
LICENSES-DATA.txt.
"""
GLIBC = """\
It is linked with the GNU C Library (https://sourceware.org/glibc), which is under the GNU Lesser General Public License,
version 2.1 or later. To link it with another version of that library, build the source: `just dist`.
"""


@cache
def metadata(*args: str) -> dict:
    """Returns what Cargo knows of the packages."""
    command = ["cargo", "metadata", "--quiet", "--format-version", "1", "--locked", *args]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def program(of: dict) -> dict:
    """Returns the package of the program."""
    return next(package for package in of["packages"] if package["name"] == "clippings" and not package["source"])


def package_version() -> str:
    return program(metadata("--no-deps"))["version"]


def linked(target: str) -> list[dict]:
    """Returns the packages that are linked into the program, by name."""
    of = metadata("--features", "opensearch", "--filter-platform", target)
    root = program(of)["id"]
    nodes = {node["id"]: node for node in of["resolve"]["nodes"]}
    found, new = {root}, [root]
    while new:
        for dep in nodes[new.pop()]["deps"]:
            is_normal = any(kind["kind"] is None for kind in dep["dep_kinds"])
            if is_normal and dep["pkg"] not in found:
                found.add(dep["pkg"])
                new.append(dep["pkg"])
    packages = [package for package in of["packages"] if package["id"] in found - {root}]
    return sorted(packages, key=lambda package: (package["name"], package["version"]))


def license_texts(package: dict) -> list[str]:
    """Returns the texts of the license files of a package, also of what it brings in a folder."""
    folder = Path(package["manifest_path"]).parent
    files = [path for pattern in ("*", "*/*") for path in sorted(folder.glob(pattern)) if path.is_file()]
    files = [path for path in files if path.name.upper().startswith(NAMES) and path.suffix != ".rs"]
    return [path.read_text(encoding="utf-8", errors="replace").strip() for path in files]


def notices(target: str) -> str:
    """Returns the licenses of all crates, each text once."""
    texts: dict[str, tuple[str, list[str]]] = {}
    crates = []
    for package in linked(target):
        name = f"{package['name']} {package['version']}"
        crates.append(f"{name}: {package['license'] or 'see below'}, {package['repository'] or 'crates.io'}")
        for text in license_texts(package):
            names = texts.setdefault(" ".join(text.split()), (text, []))[1]
            if name not in names:
                names.append(name)
    parts = [HEAD + (GLIBC if target.endswith("-gnu") else ""), "\n".join(crates) + "\n"]
    parts += [f"{'-' * 80}\n{', '.join(names)}\n\n{text}\n" for text, names in texts.values()]
    return "\n".join(parts)
