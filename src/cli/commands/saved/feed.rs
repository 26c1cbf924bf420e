//! Adds what is new to an Atom feed.

use std::io::ErrorKind;
use std::path::Path;

use clippings::internals::error::os_error_message;
use clippings::internals::saved::SearchNews;
use clippings::internals::text::regular_file::{read_text, replace_file};
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::saved::atom::AtomFeed;
use jiff::Timestamp;

/// Maximum size of a feed that is added to, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Adds `news` to the feed in the file at `path`, which is made if there is none. A file in which nothing
/// changes is left as it is.
///
/// # Errors
/// If the file is no feed of this program, or cannot be read or written.
pub(super) fn update(path: &Path, news: &[SearchNews], now: Timestamp) -> anyhow::Result<()> {
    let failed = |action: &str, error: &std::io::Error| {
        anyhow::anyhow!("cannot {action} {}: {}", path.display(), os_error_message(error))
    };
    let feed = match read_text(path, MAX_BYTES) {
        Ok(text) if text.is_empty() => None,
        Ok(text) => {
            let read = AtomFeed::read(&text);
            Some(read.map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(failed("read", &error)),
    };
    if feed.is_some() && !news.iter().any(SearchNews::has_news) {
        return Ok(());
    }
    let absolute = std::path::absolute(path).map_err(|error| failed("write", &error))?;
    let mut feed = feed;
    let feed = feed.get_or_insert_with(|| AtomFeed::new(&absolute.to_string_lossy()));
    feed.add(news, now, &PathDisplay::absolute());
    replace_file(path, feed.write(now).as_bytes()).map_err(|error| failed("write", &error))
}
