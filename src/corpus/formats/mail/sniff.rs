//! Tells mail from other text.

/// Number of header lines that are looked at.
const MAX_LINES: usize = 200;

/// Headers that only a message has which was sent.
const OF_TRANSPORT: [&str; 7] =
    ["received", "message-id", "delivered-to", "return-path", "to", "x-mozilla-status", "x-gmail-labels"];

/// Returns whether `head` is the beginning of a mailbox: the line that precedes each message, and a header.
pub(in crate::corpus) fn looks_like_mailbox(head: &str) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    lines.next().is_some_and(|line| is_from_line(line.as_bytes()))
        && lines.next().is_some_and(|line| header_name(line.as_bytes()).is_some())
}

/// Returns whether `head` is the beginning of a message: headers, among them the sender and one of those that
/// a message gets on its way. A page that a browser saved has headers, too, but went nowhere.
pub(in crate::corpus) fn looks_like_mail(head: &str) -> bool {
    let (mut has_from, mut was_sent, mut is_dated) = (false, false, false);
    for (index, line) in head.trim_start_matches('\u{feff}').lines().take(MAX_LINES).enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && index > 0 {
            continue;
        }
        let Some(name) = header_name(line.as_bytes()) else { return false };
        let name = name.to_ascii_lowercase();
        if name == "snapshot-content-location" {
            return false;
        }
        has_from |= name == "from" || name == "return-path";
        is_dated |= matches!(name.as_str(), "date" | "subject" | "received");
        was_sent |= OF_TRANSPORT.contains(&name.as_str());
    }
    has_from && was_sent && is_dated
}

/// Returns whether `line` is one that precedes a message in a mailbox: `From ann@coast.example Mon May  3
/// 10:20:30 2021`. A sentence may begin so, but has no time of day and no year.
pub(super) fn is_from_line(line: &[u8]) -> bool {
    let Some(tail) = line.strip_prefix(b"From ") else { return false };
    if tail.len() > 300 {
        return false;
    }
    let is_time = |word: &[u8]| {
        matches!(word, [a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()))
            || matches!(word, [a, b':', c, d, ..] if [a, c, d].iter().all(|byte| byte.is_ascii_digit()))
    };
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let words = || tail.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words().any(is_time) && words().any(is_year)
}

/// Returns the name of the header on `line`, or `None` if it is none.
pub(super) fn header_name(line: &[u8]) -> Option<&str> {
    let end = memchr::memchr(b':', line)?;
    let name = line.get(..end)?.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    std::str::from_utf8(name).ok().filter(|_| is_name)
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::sniff::*;

    #[test]
    fn the_line_before_a_message_is_told_from_a_sentence() {
        for line in [
            "From ann@coast.example Mon May  3 10:20:30 2021",
            "From - Mon May 03 10:20:30 2021",
            "From ann at coast.example  Mon May  3 10:20:30 2021",
            "From 1699999999999999999@xxx Mon May 03 08:20:30 +0000 2021",
        ] {
            assert!(is_from_line(line.as_bytes()), "{line}");
        }
        for line in
            ["From Oxmere to the coast, the ferry stays.", "From: Ann", "From 10:20 on", ">From a 10:20 2021"]
        {
            assert!(!is_from_line(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_message_is_told_from_other_text() {
        assert!(looks_like_mail("Received: by a\n\tfor b\nFrom: Ann <a@b.example>\nSubject: Ferry\n\nText"));
        assert!(looks_like_mail("From: Ann\r\nTo: Tom\r\nDate: Mon, 3 May 2021\r\n\r\nText"));
        for text in [
            "",
            "From: Ann\nSubject: Ferry\n\nText",
            "From: Oxmere\nThe ferry stays.\nTo: all\nDate: none",
            "From: <Saved by Blink>\nSnapshot-Content-Location: http://a\nSubject: x\nTo: y\n\n",
        ] {
            assert!(!looks_like_mail(text), "{text}");
        }
        assert!(looks_like_mailbox("From a@b Mon May  3 10:20:30 2021\nSubject: Ferry\n"));
        assert!(!looks_like_mailbox("From a@b Mon May  3 10:20:30 2021\nThe ferry stays.\n"));
    }
}
