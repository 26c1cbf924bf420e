//! Feeds: RSS in its versions, and Atom. Each entry is a record.

mod entry;
mod lenient_xml;
mod reader;
mod values;

pub(crate) use entry::FeedItem;
pub(crate) use reader::FeedReader;

/// Returns whether `head` is the beginning of a feed.
pub(in crate::corpus) fn looks_like_feed(head: &str) -> bool {
    let mut tail = head.trim_start_matches('\u{feff}').trim_start();
    let root = loop {
        let skipped = match tail {
            _ if tail.starts_with("<!--") => tail.split_once("-->"),
            _ if tail.starts_with("<?php") => return false,
            _ if tail.starts_with("<?") => tail.split_once("?>"),
            _ if tail.starts_with("<!DOCTYPE") => {
                let end = tail.find('>').unwrap_or(tail.len());
                let has_entities = tail[..end].contains('[');
                if has_entities { tail.split_once("]>") } else { tail.split_once('>') }
            }
            _ => break tail.strip_prefix('<').unwrap_or_default(),
        };
        let Some((_, after)) = skipped else { return false };
        tail = after.trim_start();
    };
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
