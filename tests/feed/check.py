"""Reads feeds of saved searches with a feed reader: `check.py FIRST SECOND`, the second of a later run."""

import sys

import feedparser


def read(path):
    """Returns the entries of a feed that has no fault."""
    feed = feedparser.parse(path)
    assert not feed.bozo, f"{path}: {feed.bozo_exception}"
    assert feed.version == "atom10" and feed.feed.title and feed.feed.id.startswith("urn:uuid:"), feed.feed
    for entry in feed.entries:
        assert entry.id.startswith("urn:uuid:") and entry.title and entry.updated_parsed and entry.tags, entry
        assert "<script" not in entry.content[0].value, entry
    return feed.feed.id, {entry.id: entry for entry in feed.entries}


def main():
    (first_id, first), (second_id, second) = map(read, sys.argv[1:])
    assert first and first_id == second_id, (first_id, second_id)
    assert set(first) < set(second), "entries of the first run are gone"
    assert all(second[id].updated == entry.updated for id, entry in first.items()), "an old entry is new again"
    links = [link.href for entry in second.values() for link in entry.get("links", [])]
    assert links and all(link.startswith("https://") for link in links), links
    print(f"{len(first)} entries, then {len(second)}")


main()
