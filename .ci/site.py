"""Lays out the documents for the generator of the site, and looks at what it made.

site.py PROJECT STAGE    copies mkdocs.yml, docs/ and the pages at the top into STAGE. A link that leaves the pages leads to a copy of its
                         file, and one to a folder becomes its words. Pages that nothing in the navigation names are a failure.
site.py --check SITE     fails if a page of SITE has a reader fetch anything from elsewhere
"""

import os
import re
import shutil
import sys
from pathlib import Path

TOP = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
BARS = re.compile(r"`[^`\n]+`")
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video)\b[^>]*\bsrc=[\"']?(?:https?:)?//[^>]*>"
    r"|<link\b(?![^>]*\brel=[\"']?(?:canonical|prev|next)\b)[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>"
    r"|@import\s+(?:url\()?[\"']?(?:https?:)?//[^;]*;|url\([\"']?(?:https?:)?//[^)]*\)"
)


def lay_out(project, stage):
    pages = {Path(name): Path(name) for name in TOP}
    pages |= {file.relative_to(project): file.relative_to(project / "docs") for file in (project / "docs").rglob("*.md")}
    pages[Path("README.md")] = Path("index.md")
    for source, target in pages.items():
        if source.name != "README.md":
            write(stage / "docs" / target, linked(project, stage, pages, source))
    for file in (project / "docs").rglob("*"):
        if file.is_file() and file.suffix != ".md":
            copy(file, stage / "docs" / file.relative_to(project / "docs"))
    write(stage / "mkdocs.yml", configuration(project, set(map(str, pages.values()))))


def linked(project, stage, pages, source):
    def relink(link):
        image, words, address = link.groups()
        path, mark, anchor = address.partition("#")
        if "://" in address or not path:
            return link.group()
        target = Path(os.path.normpath(source.parent / path))
        if target in pages:
            goal = pages[target]
            words = title(project / target) if words == target.name else words
        elif (project / target).is_dir():
            return words
        elif target.parts[0] == "docs":
            goal = target.relative_to("docs")
        else:
            goal = Path("files") / target
            copy(project / target, stage / "docs" / goal)
        return f"{image}[{words}]({os.path.relpath(goal, pages[source].parent)}{mark}{anchor})"

    text = (project / source).read_text(encoding="utf-8")
    pieces = re.split(r"(^```.*?^```$)", text, flags=re.DOTALL | re.MULTILINE)  # code is every second one
    return "".join(piece if i % 2 else LINK.sub(relink, BARS.sub(bars, piece)) for i, piece in enumerate(pieces))


def title(page):
    """What a reader of the site calls a page that the documents call by its file."""
    return page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")


def bars(code):
    """A table's code has bars with a backslash for GitHub; the generator's reader of Markdown needs none, and would show it."""
    return code.group().replace("\\|", "|")


def configuration(project, pages):
    lines = []
    for line in (project / "mkdocs.yml").read_text(encoding="utf-8").splitlines():
        page = re.match(r"\s+- (?:.*: )?(\S+\.md)(  # where it exists)?$", line)
        if page and page.group(2) and page.group(1) not in pages:
            continue
        if line.strip() == "# decisions":
            decisions = sorted(page for page in pages if page.startswith("decisions/"))
            lines += [f"{line[: line.index('#')]}- {page}" for page in decisions]
        else:
            lines.append(line)
    named = set(re.findall(r"(\S+\.md)", "\n".join(lines)))
    forgotten = sorted(pages - named)
    if forgotten:
        sys.exit("mkdocs.yml: its nav lacks " + ", ".join(forgotten))
    return "\n".join(lines) + "\n"


def check(site):
    pages = sorted(site.rglob("*.html"))
    if len(pages) < 30:
        sys.exit(f"{site} has {len(pages)} pages: too few")
    for file in pages + sorted(site.rglob("*.css")) + sorted(site.rglob("*.svg")):
        for found in FETCHED.finditer(file.read_text(encoding="utf-8")):
            sys.exit(f"{file}: whoever reads this fetches {found.group()[:120]}")


def write(target, text):
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if sys.argv[1] == "--check":
    check(Path(sys.argv[2]))
else:
    lay_out(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
