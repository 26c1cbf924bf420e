#!/usr/bin/env python3
"""Puts articles into a folder in the formats of a newsroom and compares what clippings and Recoll find in it.

    eval/peers/formats.py ARCHIVE.jsonl --program target/release/clippings --work FOLDER

Needs `recollindex` and `recollq` (Debian's recollcmd, with the helpers that it recommends: poppler-utils, unrtf,
python3-lxml and others) and `groff` for PDFs. For each format it draws 50 phrases, each from the middle of one article,
and prints how many of their files each program finds, then the time of indexing and the size of the index.
"""

import argparse
import base64
import html
import json
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from email.message import EmailMessage
from email.utils import format_datetime
from datetime import datetime, timezone
from pathlib import Path
from xml.sax.saxutils import escape

QUERIES = 50
WORDS_OF_A_PHRASE = 6
DAY = datetime(2026, 5, 4, 9, 30, tzinfo=timezone.utc)


def paragraphs(article):
    return [line.strip() for line in article["text"].split("\n") if line.strip()]


def write_text(path, article):
    path.write_text(article["title"] + "\n\n" + "\n\n".join(paragraphs(article)) + "\n", encoding="utf-8")


def page(article):
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs(article))
    title = html.escape(article["title"])
    return f"<!doctype html><meta charset=utf-8><title>{title}</title>\n<article><h1>{title}</h1>\n{body}</article>\n"


def write_html(path, article):
    path.write_text(page(article), encoding="utf-8")


def write_mhtml(path, article):
    encoded = base64.encodebytes(page(article).encode()).decode()
    path.write_text(
        f"From: <Saved by Blink>\nSnapshot-Content-Location: https://coast.example/{article['id']}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n{encoded}\n--b--\n"
    )


def write_docx(path, article):
    lines = [article["title"]] + paragraphs(article)
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f"<Types xmlns='{space}package/2006/content-types'><Default Extension='rels' "
            "ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override "
            "PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument."
            "wordprocessingml.document.main+xml'/></Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f"<Relationships xmlns='{space}package/2006/relationships'><Relationship Id='r' Type='{space}"
            "officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            f"<w:document xmlns:w='{space}wordprocessingml/2006/main'><w:body>{body}</w:body></w:document>",
        )


def write_odt(path, article):
    lines = [article["title"]] + paragraphs(article)
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    media_type = "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", media_type, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f"<manifest:manifest xmlns:manifest='{space}manifest:1.0'><manifest:file-entry "
            f"manifest:full-path='/' manifest:media-type='{media_type}'/></manifest:manifest>",
        )
        archive.writestr("meta.xml", f"<office:document-meta xmlns:office='{space}office:1.0'/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content xmlns:office='{space}office:1.0' xmlns:text='{space}text:1.0'>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )


def write_rtf(path, article):
    def encoded(text):
        units = memoryview(text.encode("utf-16-le")).cast("H")
        plain = {ord(c): "\\" + c for c in "\\{}"}
        return "".join(
            plain.get(unit, chr(unit)) if unit < 128 else f"\\u{unit - 65536 if unit > 32767 else unit}?" for unit in units
        )

    lines = [article["title"]] + paragraphs(article)
    path.write_text("{\\rtf1\\ansi\\uc1 " + "".join(encoded(line) + "\\par\n" for line in lines) + "}\n")


def write_epub(path, articles):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile "
            "full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
        )
        items = "".join(
            f"<item id='c{n}' href='c{n}.xhtml' media-type='application/xhtml+xml'/>" for n in range(len(articles))
        )
        spine = "".join(f"<itemref idref='c{n}'/>" for n in range(len(articles)))
        archive.writestr(
            "book.opf",
            "<package version='3.0' xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc/"
            f"elements/1.1/'><dc:title>Stories</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine>"
            "</package>",
        )
        for number, article in enumerate(articles):
            body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs(article))
            title = escape(article["title"])
            archive.writestr(
                f"c{number}.xhtml",
                f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{title}</title></head>"
                f"<body><h1>{title}</h1>{body}</body></html>",
            )


def message(article):
    mail = EmailMessage()
    mail["From"] = "Coast News <news@coast.example>"
    mail["To"] = "reader@reader.example"
    mail["Subject"] = " ".join(article["title"].split())
    mail["Date"] = format_datetime(DAY)
    mail["Message-ID"] = f"<{article['id']}@coast.example>"
    mail.set_content("\n\n".join(paragraphs(article)))
    mail.add_alternative(page(article), subtype="html")
    return mail.as_bytes()


def write_eml(path, article):
    path.write_bytes(message(article))


def write_mbox(path, articles):
    path.write_bytes(b"".join(b"From news@coast.example Mon May  4 09:30:00 2026\n" + message(a) + b"\n" for a in articles))


def write_rss(path, articles):
    items = "".join(
        f"<item><title>{escape(a['title'])}</title><link>https://coast.example/{a['id']}</link>"
        f"<pubDate>{format_datetime(DAY)}</pubDate>"
        f"<description>{escape(''.join(f'<p>{html.escape(p)}</p>' for p in paragraphs(a)))}</description></item>\n"
        for a in articles
    )
    path.write_text(f"<rss version='2.0'><channel><title>Coast News</title>{items}</channel></rss>\n", encoding="utf-8")


def write_jsonl(path, articles):
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")


def write_pdf(path, article):
    """Sets an article in two columns."""
    lines = [".TL", article["title"], ".2C"]
    for paragraph in paragraphs(article):
        lines += [".PP", paragraph.replace("\\", "\\e")]
    source = "\n".join("\\&" + line if line.startswith(("'", ". ")) else line for line in lines)
    with open(path, "wb") as pdf:
        subprocess.run(["groff", "-k", "-ms", "-Tpdf"], input=source.encode(), stdout=pdf, stderr=subprocess.DEVNULL, check=True)


ONE_EACH = {
    "txt": write_text,
    "html": write_html,
    "mhtml": write_mhtml,
    "pdf": write_pdf,
    "docx": write_docx,
    "odt": write_odt,
    "rtf": write_rtf,
    "eml": write_eml,
}
MANY_EACH = {"epub": write_epub, "mbox": write_mbox, "rss": write_rss, "jsonl": write_jsonl}


def phrase(rng, article):
    """Draws words that stand in one sentence without punctuation between them."""
    for _ in range(200):
        words = rng.choice(paragraphs(article)).split(" ")
        if len(words) < 2 * WORDS_OF_A_PHRASE:
            continue
        start = rng.randrange(len(words) - WORDS_OF_A_PHRASE)
        drawn = words[start : start + WORDS_OF_A_PHRASE]
        if all(word.isascii() and word.isalpha() for word in drawn) and max(map(len, drawn)) > 6:
            return " ".join(drawn)
    return None


def write_folder(articles, folder, rng):
    """Writes the articles, as many in each format, and draws the phrases of each with the file to be found."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    formats = list(ONE_EACH) + list(MANY_EACH)
    share = len(articles) // len(formats)
    queries = {}
    for number, name in enumerate(formats):
        own = articles[number * share : (number + 1) * share]
        expected = []
        if name in ONE_EACH:
            for index, article in enumerate(own):
                path = folder / f"{name}-{index:04}.{name}"
                ONE_EACH[name](path, article)
                expected.append((path, article))
        else:
            path = folder / f"articles.{name}"
            MANY_EACH[name](path, own)
            expected = [(path, article) for article in own]
        rng.shuffle(expected)
        drawn = [(path, phrase(rng, article)) for path, article in expected]
        queries[name] = [(path, words) for path, words in drawn if words][:QUERIES]
    return queries


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Clippings:
    name = "clippings"

    def __init__(self, program, work):
        self.program, self.index = program, work / "clippings"

    def build(self, folder):
        shutil.rmtree(self.index, ignore_errors=True)
        run = [self.program, "index", folder, "--index", self.index]
        # An exit code of 2 tells that some files could not be read.
        subprocess.run(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return size_of(self.index)

    def files(self, words):
        run = [self.program, "search", f'"{words}"', "--index", self.index, "-n", "100", "-l"]
        lines = subprocess.run(run, capture_output=True, text=True).stdout.splitlines()
        # An article of an archive has its id behind the name of the file.
        return {os.path.abspath(line.split("#")[0]) for line in lines if line}


class Recoll:
    name = "Recoll"

    def __init__(self, work):
        self.folder = work / "recoll"

    def build(self, folder):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "recoll.conf").write_text(f"topdirs = {folder}\nindexStoreDocText = 1\n")
        run = ["recollindex", "-c", self.folder]
        subprocess.run(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return size_of(self.folder)

    def files(self, words):
        run = ["recollq", "-c", self.folder, "-b", "-n", "100", f'"{words}"l']
        lines = subprocess.run(run, capture_output=True, text=True).stdout.splitlines()
        return {line.removeprefix("file://") for line in lines if line.startswith("file://")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, help="articles as JSON lines with id, title and text, in English")
    parser.add_argument("--program", type=Path, required=True, help="the program")
    parser.add_argument("--work", type=Path, required=True, help="folder for the files and the indexes")
    parser.add_argument("--articles", type=int, default=1200, help="number of articles, over all formats")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    work = options.work.absolute()
    rng = random.Random(options.seed)
    articles = [json.loads(line) for line in open(options.archive, encoding="utf-8")]
    articles = [article for article in articles if len(paragraphs(article)) > 3]
    if len(articles) < options.articles:
        sys.exit(f"{options.archive} has only {len(articles)} articles of some length: fewer with --articles")
    articles = rng.sample(articles, options.articles)
    queries = write_folder(articles, work / "files", rng)
    programs = [Clippings(options.program.absolute(), work)]
    if shutil.which("recollindex") and shutil.which("recollq"):
        programs.append(Recoll(work))
    else:
        print("Recoll is not installed (Debian's package recollcmd): not compared")
    found, costs = {}, {}
    for program in programs:
        start = time.monotonic()
        size = program.build(work / "files")
        costs[program.name] = (time.monotonic() - start, size)
        for name, drawn in queries.items():
            found[program.name, name] = sum(str(path) in program.files(words) for path, words in drawn)
    print("| files found | " + " | ".join(program.name for program in programs) + " |")
    print("|---" * (len(programs) + 1) + "|")
    for name, drawn in queries.items():
        print(f"| {name} | " + " | ".join(f"{found[p.name, name]} of {len(drawn)}" for p in programs) + " |")
    print("| seconds | " + " | ".join(f"{costs[p.name][0]:.1f}" for p in programs) + " |")
    files = size_of(work / "files")
    print(f"| index, of {files / 1e6:.1f} MB | " + " | ".join(f"{costs[p.name][1] / 1e6:.1f} MB" for p in programs) + " |")


if __name__ == "__main__":
    main()
