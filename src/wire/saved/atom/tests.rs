use crate::saved::definitions::SavedSearch;
use crate::saved::saved_query::SavedQuery;
use crate::search::snippet::Passage;
use crate::text::FilePosition;
use crate::wire::saved::atom::*;

fn hit(title: &str, path: &str, text: &str) -> Hit {
    let segment = PassageSegment { text: text.to_owned(), matched: true, gap: false };
    let metadata = Metadata {
        title: Some(title.to_owned()),
        url: Some("https://example.org/a?b=1&c=2".to_owned()),
        published: jiff::civil::Date::new(2026, 3, 4).ok(),
        ..Metadata::default()
    };
    Hit {
        rank: 1,
        score: 1.0,
        path: path.into(),
        id: None,
        metadata,
        added: None,
        indexed_by: None,
        language: None,
        passages: vec![Passage { position: FilePosition::Line(7), segments: vec![segment], quote: None }],
        copies: Vec::new(),
        num_copies: 0,
    }
}

fn news(name: &str, hits: Vec<Hit>) -> SearchNews {
    let search = SavedSearch::new(name, "/index", SavedQuery::new("ferry"));
    let mut news = SearchNews::failed(&search, "");
    news.error = None;
    news.new = hits.into_iter().map(|hit| NewHit { hit, changed: false, known: false }).collect();
    news
}

fn time(day: i64) -> Timestamp {
    Timestamp::from_second(day * 24 * 60 * 60).expect("a time")
}

fn ids(feed: &AtomFeed) -> Vec<&str> {
    feed.entries.iter().map(|entry| entry.id.as_str()).collect()
}

#[test]
fn a_feed_keeps_the_entries_of_earlier_runs() {
    let display = PathDisplay::absolute();
    let mut feed = AtomFeed::new("/feeds/a.xml");
    feed.add(&[news("ferry", vec![hit("One", "/a/1.txt", "a ferry")])], time(20_000), &display);
    let first = feed.write(time(20_000));
    let mut read = AtomFeed::read(&first).expect("our feed");
    assert_eq!(read, feed);
    // The same again after a crash, and another article.
    let both = vec![hit("One", "/a/1.txt", "a ferry"), hit("Two", "/a/2.txt", "the ferry")];
    read.add(&[news("ferry", both)], time(20_001), &display);
    assert_eq!((ids(&read).len(), ids(&read)[1]), (2, ids(&feed)[0]));
    assert_eq!(read.entries[1], feed.entries[0]);
    assert_eq!(AtomFeed::read(&read.write(time(20_001))), Ok(read.clone()));
    // Another search reports the same article under another id.
    read.add(&[news("boats", vec![hit("One", "/a/1.txt", "a ferry")])], time(20_002), &display);
    assert_eq!(ids(&read).len(), 3);
}

#[test]
fn old_entries_leave_a_long_feed_and_new_ones_never() {
    let display = PathDisplay::absolute();
    let hits = |name: &str, count: usize| {
        news("s", (0..count).map(|number| hit(&format!("{name} {number}"), "/a", "x")).collect())
    };
    let mut feed = AtomFeed::new("/feeds/a.xml");
    feed.add(&[hits("old", 300)], time(20_000), &display);
    assert_eq!(feed.entries.len(), 300);
    feed.add(&[hits("later", 5)], time(20_029), &display);
    assert_eq!(feed.entries.len(), 305);
    feed.add(&[hits("last", 1)], time(20_031), &display);
    assert_eq!(feed.entries.len(), MIN_ENTRIES);
}

#[test]
fn nothing_of_an_article_leaves_its_element() {
    let attack = "</title><script>alert(1)</script> ]]> &amp; \u{0} \u{202e} \u{ffff} \"'";
    let mut attacker = hit(attack, "/a/<b>.txt", attack);
    attacker.metadata.url = Some("javascript:alert(1)".to_owned());
    attacker.metadata.author = Some(attack.to_owned());
    let mut feed = AtomFeed::new("/feeds/a.xml");
    feed.add(&[news(attack, vec![attacker])], time(20_000), &PathDisplay::absolute());
    let text = feed.write(time(20_000));
    assert!(
        !text.contains("<script") && !text.contains("javascript") && !text.contains('\u{202e}'),
        "{text}"
    );
    assert!(text.contains("&lt;mark&gt;&amp;lt;/title&amp;gt;"), "{text}");
    assert_eq!(AtomFeed::read(&text), Ok(feed));
}

#[test]
fn other_files_are_not_replaced() {
    let other = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id></feed>";
    for text in ["", "notes", other, "<feed><generator>clippings</generator>", "<a></b>"] {
        assert_eq!(AtomFeed::read(text), Err(NotOurFeed), "{text}");
    }
}

#[test]
fn ids_are_uuids_of_version_8() {
    let id = urn(&["a", "b"]);
    assert!(id.starts_with("urn:uuid:") && id.len() == 45, "{id}");
    assert!(id.as_bytes()[23] == b'8' && matches!(id.as_bytes()[28], b'8' | b'9' | b'a' | b'b'), "{id}");
    assert!(id != urn(&["ab", ""]) && id == urn(&["a", "b"]));
}
