#!/usr/bin/env python3
"""Writes a mailbox of made-up messages, to measure time and memory of indexing it.

Usage: make_mailbox.py FILE MEGABYTES
"""

import base64
import random
import sys

WORDS = (
    "ferry harbour engine mayor council bridge storm island lighthouse captain nets tide morning people officials "
    "said will stay until has been examined on Monday after a long night and the road to Oxmere was closed again"
).split()


def sentence(rng):
    words = [rng.choice(WORDS) for _ in range(rng.randint(8, 24))]
    return " ".join(words).capitalize() + "."


def message(rng, number):
    paragraphs = [" ".join(sentence(rng) for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(3, 12))]
    plain = "\n\n".join(paragraphs)
    lines = [
        "From - Mon May 03 10:20:30 2021",
        f"From: Sender {number % 997} <s{number % 997}@coast.example>",
        "To: reader@reader.example",
        f"Subject: {sentence(rng)[:60]}",
        f"Date: Mon, {1 + number % 28} May 2021 10:20:30 +0200",
        f"Message-ID: <m{number}@coast.example>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="m"',
        "",
        "--m",
        'Content-Type: multipart/alternative; boundary="a"',
        "",
        "--a",
        "Content-Type: text/plain; charset=utf-8",
        "",
        plain,
        "",
        "> " + sentence(rng),
        "--a",
        "Content-Type: text/html; charset=utf-8",
        "",
        "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs),
        f"<blockquote type=\"cite\">{sentence(rng)}</blockquote>",
        "--a--",
    ]
    if number % 3 == 0:
        data = base64.encodebytes(rng.randbytes(rng.randint(1000, 40000))).decode().rstrip()
        lines += [
            "--m",
            "Content-Type: application/pdf; name=a.pdf",
            "Content-Disposition: attachment; filename=a.pdf",
            "Content-Transfer-Encoding: base64",
            "",
            data,
        ]
    return "\n".join(lines + ["--m--", "", ""])


def main():
    path, megabytes = sys.argv[1], int(sys.argv[2])
    rng = random.Random(7)
    written = number = 0
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        while written < megabytes << 20:
            written += file.write(message(rng, number))
            number += 1
    print(f"{number} messages, {written} bytes")


if __name__ == "__main__":
    main()
