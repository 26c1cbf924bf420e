//! Feeds: RSS in its versions, and Atom. Each entry is a record.

mod entry;
mod lenient_xml;
mod reader;
mod values;

use crate::corpus::markup::first_tag;

pub(crate) use entry::FeedItem;
pub(crate) use reader::FeedReader;

/// Returns whether `head` is the beginning of a feed.
pub(in crate::corpus) fn looks_like_feed(head: &str) -> bool {
    let mut root = first_tag(head);
    if root.starts_with("!DOCTYPE") {
        let end = root.find('>').unwrap_or(root.len());
        let has_entities = root[..end].contains('[');
        let after = root.split_once(if has_entities { "]>" } else { ">" });
        root = after.map_or("", |(_, after)| first_tag(after));
    }
    let tag = root.split('>').next().unwrap_or_default();
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    match name {
        "rss" => true,
        "feed" | "atom:feed" => tag.contains("w3.org/2005/Atom") || tag.contains("purl.org/atom"),
        "rdf:RDF" | "RDF" => tag.contains("purl.org/rss/") || tag.contains("netscape.com/rdf"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
