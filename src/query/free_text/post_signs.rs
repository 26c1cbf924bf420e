//! Finds what a post has beside its words: addresses, names of accounts, links to pictures, the mark of a
//! repeated post.

use std::ops::Range;

use crate::query::notes::{Note, excerpt};

/// Hosts of links to pictures and shortened addresses that posts have without `https://`.
const BARE_HOSTS: [&str; 3] = ["pic.twitter.com/", "pic.x.com/", "t.co/"];

/// Returns `text` with spaces in place of addresses and names of accounts, and where they stood. A text of
/// nothing else stays as it is.
pub(super) fn without_post_signs(text: &str) -> (String, Vec<Range<usize>>) {
    let mut left_out: Vec<Range<usize>> = Vec::new();
    let mut offset = 0;
    while let Some(length) = text[offset..].find(|c: char| !c.is_whitespace()) {
        let start = offset + length;
        let end = text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
        left_out.extend(sign(&text[start..end]).map(|sign| start + sign.start..start + sign.end));
        offset = end;
    }
    let mut words = String::with_capacity(text.len());
    let mut begin = 0;
    for sign in &left_out {
        words.push_str(&text[begin..sign.start]);
        words.extend(std::iter::repeat_n(' ', sign.len()));
        begin = sign.end;
    }
    words.push_str(&text[begin..]);
    match words.contains(char::is_alphanumeric) {
        true => (words, left_out),
        false => (text.to_owned(), Vec::new()),
    }
}

/// Returns a note on what was left out, at the byte offsets `left_out` of `text`.
pub(super) fn note_left_out(text: &str, left_out: &[Range<usize>]) -> Option<Note> {
    let first = left_out.first()?;
    let more = match left_out.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let position = text[..first.start].chars().count();
    let reason =
        format!("addresses and names of accounts were left out: {}{more}", excerpt(&text[first.clone()]));
    Some(Note { position, reason })
}

/// Returns the range of an address or the name of an account in `chunk`, which has no white space.
fn sign(chunk: &str) -> Option<Range<usize>> {
    let opening = chunk.len() - chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@').len();
    let word = &chunk[opening..];
    let begins_with =
        |prefix: &&str| word.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let is_address = ["http://", "https://", "www."].iter().any(begins_with);
    if is_address || BARE_HOSTS.iter().any(|host| word.starts_with(host)) {
        return Some(opening..opening + address_length(word));
    }
    // An address may follow a word without a space: `thishttps://t.co/…`, `end.pic.twitter.com/…`.
    let glued = ["https://", "http://", "pic.twitter.com/", "pic.x.com/"];
    if let Some(start) = glued.iter().filter_map(|host| chunk.find(host)).min() {
        return Some(start..start + address_length(&chunk[start..]));
    }
    let name = word.strip_prefix('@')?;
    let is_account = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    let length = name.find(|c| !is_account(c)).unwrap_or(name.len());
    let colon = usize::from(name[length..].starts_with(':'));
    name.starts_with(|c: char| c.is_alphanumeric() || c == '_').then(|| opening..opening + 1 + length + colon)
}

/// Returns the length of the address at the start of `text`, without the signs that close a sentence.
fn address_length(text: &str) -> usize {
    let end = text.find(['"', '”', '“', '»', '«', '<', '>', '…']).unwrap_or(text.len());
    text[..end].trim_end_matches([',', ';', '!', '?', ')', ']', '\'', '’', '.']).len()
}

#[cfg(test)]
mod tests {
    use crate::query::free_text::post_signs::*;

    #[test]
    fn only_addresses_and_accounts_are_signs() {
        for (text, words) in [
            ("RT @Courier_1: the dam", "RT the dam"),
            ("“the dam”(https://a.example/b?c=d).", "“the dam”( )."),
            ("the dampic.twitter.com/xY9 broke", "the dam broke"),
            ("see www.courier.example/news, now", "see , now"),
            ("mail ann@courier.example", "mail ann@courier.example"),
            ("AT&T and 10:30 @ noon", "AT&T and 10:30 @ noon"),
            ("@courier https://a.example", "@courier https://a.example"),
            ("@курьер пишет", "пишет"),
        ] {
            let (left, _) = without_post_signs(text);
            let normalized = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!((normalized(&left), left.len()), (normalized(words), text.len()), "{text}");
        }
    }
}
