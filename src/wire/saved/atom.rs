//! The Atom feed of saved searches (RFC 4287): a file to which each run adds what is new.
//!
//! A feed reader looks at the file now and then, so the entries of earlier runs stay in it, as they were
//! written. The file itself keeps them: nothing else has to know it.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;
use xxhash_rust::xxh3::xxh3_128;

use crate::article::Metadata;
use crate::saved::run::{KnownStory, NewHit, SearchNews};
use crate::search::snippet::PassageSegment;
use crate::search::{Hit, HitCopy};
use crate::text::path_key;
use crate::wire::escape::{escape_controls, single_line, web_address};
use crate::wire::path_display::PathDisplay;
use crate::wire::remarks::counted::count_copies;

/// Time for which entries stay, in seconds: 30 days.
const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;
/// Number of entries that stay however old they are.
const MIN_ENTRIES: usize = 100;
/// Name of the program, by which its feeds are known.
const GENERATOR: &str = "clippings";
/// Beginning of a feed.
const START: &str =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";

/// A feed of what saved searches have found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtomFeed {
    id: String,
    /// Entries, the newest first.
    entries: Vec<FeedEntry>,
}

/// Entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FeedEntry {
    id: String,
    updated: Timestamp,
    /// The whole element.
    xml: String,
}

/// Reason why a file cannot be added to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no feed that {GENERATOR} has written: name another file, or remove it")]
pub struct NotOurFeed;

impl AtomFeed {
    /// Creates a feed for a file at `path`, an absolute path.
    pub fn new(path: &str) -> Self {
        AtomFeed { id: urn(&["feed", path]), entries: Vec::new() }
    }

    /// Reads a feed that [`write`](Self::write) has written.
    ///
    /// # Errors
    /// If it is another file.
    pub fn read(text: &str) -> Result<Self, NotOurFeed> {
        let mut reader = Reader::from_str(text);
        let (mut feed_id, mut generator) = (String::new(), String::new());
        let mut entries = Vec::new();
        let mut elements: Vec<String> = Vec::new();
        let (mut start, mut entry_id, mut entry_updated) = (0, String::new(), String::new());
        loop {
            let position = reader.buffer_position() as usize;
            match reader.read_event().map_err(|_| NotOurFeed)? {
                Event::Start(element) => {
                    if elements.len() == 1 && element.name().as_ref() == "entry" {
                        (start, entry_id, entry_updated) = (position, String::new(), String::new());
                    }
                    elements.push(element.name().as_ref().to_owned());
                }
                Event::Text(written) => {
                    let names: Vec<&str> = elements.iter().map(String::as_str).collect();
                    let value = match names[..] {
                        ["feed", "id"] => &mut feed_id,
                        ["feed", "generator"] => &mut generator,
                        ["feed", "entry", "id"] => &mut entry_id,
                        ["feed", "entry", "updated"] => &mut entry_updated,
                        _ => continue,
                    };
                    value.push_str(&written.into_inner());
                }
                Event::End(_) => {
                    let ended = elements.pop();
                    if elements.len() == 1 && ended.as_deref() == Some("entry") {
                        let xml = text.get(start..reader.buffer_position() as usize).ok_or(NotOurFeed)?;
                        let updated = entry_updated.parse().map_err(|_| NotOurFeed)?;
                        entries.push(FeedEntry { id: entry_id.clone(), updated, xml: xml.to_owned() });
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let is_ours = elements.is_empty() && generator == GENERATOR && !feed_id.is_empty();
        if is_ours { Ok(AtomFeed { id: feed_id, entries }) } else { Err(NotOurFeed) }
    }

    /// Adds what `news` reports at `now`, and drops entries that have been in the feed for 30 days if there
    /// are many. An entry that the feed has already stays as it is.
    pub fn add(&mut self, news: &[SearchNews], now: Timestamp, display: &PathDisplay) {
        let mut added = Vec::new();
        for news in news {
            let new = news.new.iter().filter(|new| !new.known);
            added.extend(new.map(|new| FeedEntry::of_hit(news, new, now, display)));
            added.extend(news.copies.iter().map(|story| FeedEntry::of_copies(news, story, now, display)));
        }
        let ids: HashSet<&str> = self.entries.iter().map(|entry| entry.id.as_str()).collect();
        added.retain(|entry| !ids.contains(entry.id.as_str()));
        let num_added = added.len();
        added.append(&mut self.entries);
        let oldest_kept = now.as_second().saturating_sub(KEPT_SECONDS);
        let mut place = 0;
        added.retain(|entry| {
            place += 1;
            place <= num_added.max(MIN_ENTRIES) || entry.updated.as_second() >= oldest_kept
        });
        self.entries = added;
    }

    /// Writes the feed, as updated at `now` if it has no entry.
    pub fn write(&self, now: Timestamp) -> String {
        let updated = self.entries.iter().map(|entry| entry.updated).max().unwrap_or(now);
        let mut feed = String::from(START);
        let head = [
            element("id", &self.id),
            element("title", "New to saved searches"),
            element("updated", &seconds(updated)),
            element("generator", GENERATOR),
            format!("<author>{}</author>", element("name", GENERATOR)),
        ];
        head.iter().for_each(|line| feed.extend([line, "\n"]));
        self.entries.iter().for_each(|entry| feed.extend([&entry.xml, "\n"]));
        feed.push_str("</feed>\n");
        feed
    }
}

impl FeedEntry {
    /// Writes the entry of a new article.
    fn of_hit(news: &SearchNews, new: &NewHit, now: Timestamp, display: &PathDisplay) -> Self {
        let Hit { path, id, metadata, .. } = &new.hit;
        let passage = new.hit.passage();
        let text = passage.text();
        let stored = path_key::shown(path);
        let id_parts = [
            &news.search.name,
            &*stored,
            id.as_deref().unwrap_or_default(),
            metadata.title.as_deref().unwrap_or_default(),
            &text,
        ];
        let place = display.position(path, id.as_deref(), passage.position);
        let mut html = format!("<p>{}</p><p>{}</p>", marked(&passage.segments), escape_html(&place));
        if !new.hit.copies.is_empty() {
            let _ =
                write!(html, "<p>{}</p>{}", count(new.hit.copies.len()), copy_list(&new.hit.copies, display));
        }
        let title = metadata.title.as_deref().map_or_else(|| display.name(path), single_line);
        let title = if new.changed { format!("Changed: {title}") } else { title };
        FeedEntry::new(
            &id_parts,
            &format!("{}: {title}", news.search.name),
            &html,
            Some(metadata),
            (news, now),
        )
    }

    /// Writes the entry of the new copies of a story that was reported.
    fn of_copies(news: &SearchNews, story: &KnownStory, now: Timestamp, display: &PathDisplay) -> Self {
        let places: Vec<String> =
            story.copies.iter().map(|copy| place_of(copy, &PathDisplay::absolute())).collect();
        let id_parts: Vec<&str> = [news.search.name.as_str(), "copies"]
            .into_iter()
            .chain(places.iter().map(String::as_str))
            .collect();
        let name = story.title.as_deref().map(single_line);
        let title = match name {
            Some(name) => format!("{}: {name}", count(story.copies.len())),
            None => count(story.copies.len()),
        };
        FeedEntry::new(
            &id_parts,
            &format!("{}: {title}", news.search.name),
            &copy_list(&story.copies, display),
            None,
            (news, now),
        )
    }

    fn new(
        id_parts: &[&str],
        title: &str,
        html: &str,
        metadata: Option<&Metadata>,
        (news, now): (&SearchNews, Timestamp),
    ) -> Self {
        let id = urn(id_parts);
        let mut xml = format!("<entry>{}", element("id", &id));
        let mut add = |element: String| xml.push_str(&element);
        add(element("title", title));
        add(element("updated", &seconds(now)));
        if let Some(day) = metadata.and_then(|metadata| metadata.published).filter(|day| day.year() > 0) {
            add(element("published", &format!("{day}T00:00:00Z")));
        }
        let author = metadata.and_then(|metadata| metadata.author.as_deref()).map(single_line);
        if let Some(author) = author.filter(|author| !author.is_empty()) {
            add(format!("<author>{}</author>", element("name", &author)));
        }
        if let Some(url) = metadata.and_then(|metadata| link_address(metadata.url.as_deref()?)) {
            add(format!("<link rel=\"alternate\" href=\"{}\"/>", escape_xml(url)));
        }
        for name in [Some(&news.search.name), news.search.list.as_ref()].into_iter().flatten() {
            add(format!("<category term=\"{}\"/>", escape_xml(name)));
        }
        add(format!("<content type=\"html\">{}</content></entry>", escape_xml(html)));
        FeedEntry { id, updated: now, xml }
    }
}

/// Makes an id of `parts` that is the same at every run: a UUID of version 8 (RFC 9562) from their hash.
fn urn(parts: &[&str]) -> String {
    let joined: String = parts.iter().map(|part| format!("{} {part}", part.len())).collect();
    let hash = xxh3_128(joined.as_bytes());
    let hash = hash & !(0xf << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
    let hex = format!("{hash:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn count(copies: usize) -> String {
    format!("+{}", count_copies(copies as u64))
}

fn place_of(copy: &HitCopy, display: &PathDisplay) -> String {
    display.position(&copy.path, copy.id.as_deref(), copy.position)
}

/// Lists copies in HTML: source, day and place.
fn copy_list(copies: &[HitCopy], display: &PathDisplay) -> String {
    let item = |copy: &HitCopy| {
        let source = copy.metadata.source().map(|source| single_line(&source));
        let day = copy.metadata.published.map(|day| day.to_string());
        let parts: Vec<String> = source.into_iter().chain(day).chain([place_of(copy, display)]).collect();
        format!("<li>{}</li>", escape_html(&parts.join(" · ")))
    };
    format!("<ul>{}</ul>", copies.iter().map(item).collect::<String>())
}

/// Writes a passage in HTML, with what matches marked.
fn marked(segments: &[PassageSegment]) -> String {
    let segment = |segment: &PassageSegment| match (escape_html(&segment.text), segment.matched) {
        (text, true) => format!("<mark>{text}</mark>"),
        (text, false) => text,
    };
    segments.iter().map(segment).collect()
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape_xml(text))
}

/// Escapes text of articles for HTML; characters that would hide or turn other text are written by their
/// numbers.
fn escape_html(text: &str) -> String {
    quick_xml::escape::escape(&*escape_controls(text)).into_owned()
}

/// Escapes text for XML, which has no control characters and none that stand for nothing.
fn escape_xml(text: &str) -> String {
    let text = escape_controls(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    quick_xml::escape::escape(&text).into_owned()
}

/// Returns an address of the web if it is one in XML, too, which has no signs of markup in addresses.
fn link_address(url: &str) -> Option<&str> {
    web_address(url).filter(|url| !url.contains(['<', '>', '"', '^', '`', '{', '|', '}']))
}

/// Writes a time to the second.
fn seconds(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

#[cfg(test)]
mod tests;
