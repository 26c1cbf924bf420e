//! MHTML: a page that a browser saved as one file, with its images and frames.

use mailparse::{MailHeaderMap, ParsedMail};

use crate::corpus::markup::Markup;
use crate::corpus::record::Record;
use crate::text::url;

/// Maximum number of references in a page that are followed.
const MAX_FRAMES: usize = 500;
/// Maximum depth of frames in frames.
const MAX_FRAME_DEPTH: usize = 4;

/// Returns whether `head` is the beginning of an MHTML file: the headers of a multipart/related message. With
/// `has_mhtml_name`, the name of the file says MHTML, and a message of one part is accepted too.
pub(crate) fn looks_like_mhtml(head: &str, has_mhtml_name: bool) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    let is_header = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    if !lines.next().is_some_and(is_header) {
        return false;
    }
    let end = head.find("\n\n").or(head.find("\n\r\n")).unwrap_or(head.len());
    let headers = head[..end].to_ascii_lowercase();
    let has = |name: &str| headers.starts_with(name) || headers.contains(&format!("\n{name}"));
    has("content-type:") && (has_mhtml_name || has("mime-version:") && headers.contains("multipart/related"))
}

/// Reads the page of an MHTML file.
///
/// # Errors
/// The reason there is none.
pub(crate) fn read(bytes: &[u8]) -> Result<Record, String> {
    let mail = mailparse::parse_mail(bytes).map_err(|error| format!("incomplete MHTML file: {error}"))?;
    let url = mail.headers.get_first_value("Snapshot-Content-Location");
    let page = find_page(&mail, url.as_deref()).ok_or("no page in this MHTML file")?;
    let location = page.headers.get_first_value("Content-Location").filter(|url| url.contains("://"));
    let body =
        page.get_body_raw().map_err(|error| format!("the page in this MHTML file is damaged: {error}"))?;
    let plain = page.ctype.mimetype == "text/plain";
    let markup = if plain { Markup::Plain } else { Markup::Html };
    // Without a charset here, the declaration within the page is used.
    let charset = page.ctype.params.get("charset").map(String::as_bytes);
    let mut record = Record::from_bytes(body, markup, charset)?;
    let site = url.as_deref().or(location.as_deref()).and_then(url::host_of_address);
    if let Some(text) = with_frames(&record.text, &mail, site.as_deref(), 0) {
        record.text = text;
    }
    record.metadata.url = url.filter(|url| !url.is_empty()).or(location).or(record.metadata.url);
    Ok(record)
}

/// Returns the page `text` with its frames in it, or `None` if it has none: a frame that refers to a part of
/// the file becomes one that has its page in an attribute. Frames of other sites are left out.
fn with_frames(text: &str, mail: &ParsedMail<'_>, site: Option<&str>, depth: usize) -> Option<String> {
    const REFERENCE: &[u8] = b"cid:";
    let mut framed = String::new();
    let mut kept = 0;
    for start in memchr::memmem::find_iter(text.as_bytes(), REFERENCE).take(MAX_FRAMES) {
        let Some(before) = text.get(kept..start) else { continue };
        let Some(quote) = before.chars().next_back().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let name_start = before.len().saturating_sub("src=\"".len());
        let is_source =
            before.get(name_start..before.len() - 1).is_some_and(|name| name.eq_ignore_ascii_case("src="));
        let Some(length) = text[start..].find(quote).filter(|_| is_source) else { continue };
        let id = format!("<{}>", &text[start + REFERENCE.len()..start + length]);
        let Some(page) = frame(mail, &id, site, depth) else { continue };
        framed.push_str(&before[..name_start]);
        framed.push_str("srcdoc=\"");
        for c in page.chars() {
            match c {
                '&' => framed.push_str("&amp;"),
                '"' => framed.push_str("&quot;"),
                // Lines of the page keep their numbers.
                '\n' => framed.push_str("&#10;"),
                c => framed.push(c),
            }
        }
        framed.push('"');
        kept = start + length + 1;
    }
    (kept > 0).then(|| framed + &text[kept..])
}

/// Returns the page of the part with this id.
fn frame(mail: &ParsedMail<'_>, id: &str, site: Option<&str>, depth: usize) -> Option<String> {
    let is_frame = |part: &&ParsedMail| {
        part.ctype.mimetype == "text/html"
            && part.headers.get_first_value("Content-ID").is_some_and(|value| value.trim() == id)
    };
    let part = mail.parts().find(is_frame).filter(|_| depth < MAX_FRAME_DEPTH)?;
    let location = part.headers.get_first_value("Content-Location");
    let host = location.as_deref().and_then(url::host_of_address);
    if host.is_some() && host.as_deref() != site {
        return None;
    }
    let charset = part.ctype.params.get("charset").map(String::as_bytes);
    let text = Record::from_bytes(part.get_body_raw().ok()?, Markup::Html, charset).ok()?.text;
    Some(with_frames(&text, mail, site, depth + 1).unwrap_or(text))
}

/// Returns the part with the page itself: the one at the URL of the file, the one that the message declares
/// as its start, or the first.
fn find_page<'p>(mail: &'p ParsedMail<'p>, url: Option<&str>) -> Option<&'p ParsedMail<'p>> {
    let start = mail.ctype.params.get("start").map(String::as_str);
    let has_header = |part: &ParsedMail, name: &str, value: Option<&str>| {
        value.is_some() && part.headers.get_first_value(name).as_deref().map(str::trim) == value
    };
    let first_of_type = |types: &[&str]| {
        let parts = || mail.parts().filter(|part| types.contains(&part.ctype.mimetype.as_str()));
        parts()
            .find(|part| has_header(part, "Content-Location", url))
            .or_else(|| parts().find(|part| has_header(part, "Content-ID", start)))
            .or_else(|| parts().next())
    };
    first_of_type(&["text/html", "application/xhtml+xml"]).or_else(|| first_of_type(&["text/plain"]))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mhtml::*;

    fn part(head: &str, body: &str) -> String {
        format!("--B\r\n{head}\r\n\r\n{body}\r\n")
    }

    fn saved(head: &str, parts: &[String]) -> Vec<u8> {
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n{head}\r\n{}--B--\r\n",
            parts.concat()
        )
        .into_bytes()
    }

    fn text(bytes: &[u8]) -> Result<String, String> {
        read(bytes).map(|record| record.text.trim_end().to_owned())
    }

    #[test]
    fn the_page_is_found_among_the_parts() {
        let frame = part("Content-Type: text/html\r\nContent-Location: https://ads.example/", "<p>Buy</p>");
        let page = part(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: https://coast.example/ferry",
            "<p class=3D\"lead\">The ferry st=\r\nays: caf=C3=A9</p>",
        );
        let picture = part("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=");
        let expected = "<p class=\"lead\">The ferry stays: café</p>";
        let location = "Snapshot-Content-Location: https://coast.example/ferry\r\n";
        let bytes = saved(location, &[frame.clone(), picture.clone(), page.clone()]);
        assert_eq!(text(&bytes).as_deref(), Ok(expected));
        assert_eq!(
            read(&bytes).ok().and_then(|record| record.metadata.url).as_deref(),
            Some("https://coast.example/ferry")
        );
        assert_eq!(text(&saved("", &[picture.clone(), page, frame])).as_deref(), Ok(expected));
        assert!(text(&saved("", &[picture])).is_err_and(|reason| reason.starts_with("no page")));
    }

    #[test]
    fn frames_of_the_page_are_read() {
        let page = part(
            "Content-Type: text/html\r\nContent-Location: https://coast.example/ferry",
            "<p>One</p><iframe src=\"cid:a@x\"></iframe><IFRAME SRC='cid:b@x'></IFRAME><img src=\"cid:c@x\">",
        );
        let frame = part("Content-Type: text/html\r\nContent-ID: <a@x>", "<p>\"Two\" &amp;\n</p>");
        let other = part(
            "Content-Type: text/html\r\nContent-ID: <b@x>\r\nContent-Location: https://ads.example/",
            "<p>Buy</p>",
        );
        let expected = "<p>One</p><iframe srcdoc=\"<p>&quot;Two&quot; &amp;amp;&#10;</p>\"></iframe>\
            <IFRAME SRC='cid:b@x'></IFRAME><img src=\"cid:c@x\">";
        assert_eq!(text(&saved("", &[page, frame, other])).as_deref(), Ok(expected));
    }

    #[test]
    fn the_encoding_is_that_of_the_part_or_of_the_page() {
        let body = encoding_rs::WINDOWS_1251.encode("<meta charset=windows-1251><p>Паром</p>").0;
        let encoded: String = body.iter().map(|byte| format!("={byte:02X}")).collect();
        for kind in ["text/html", "text/html; charset=\"windows-1251\""] {
            let page = part(
                &format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable"),
                &encoded,
            );
            let record = read(&saved("", &[page])).unwrap_or_default();
            assert!(
                record.text.contains("Паром") && record.encoding == Some("windows-1251"),
                "{kind}: {record:?}"
            );
        }
    }

    #[test]
    fn mhtml_is_told_from_plain_text() {
        let bytes = saved("From: <Saved by Blink>\r\n", &[]);
        assert!(looks_like_mhtml(&String::from_utf8_lossy(&bytes), false));
        assert!(looks_like_mhtml("Content-Type: text/html\n\n<p>x", true));
        assert!(!looks_like_mhtml("Content-Type: text/html\n\n<p>x", false));
        for text in [
            "",
            "Note: the ferry stays.\n\nContent-Type: multipart/related",
            "<html>",
            "\n\nMIME-Version: 1.0",
        ] {
            assert!(!looks_like_mhtml(text, true), "{text}");
        }
    }

    #[test]
    fn deep_nesting_and_invalid_base64_are_errors() {
        let deep: String = (0..5000)
            .map(|n| format!("Content-Type: multipart/related; boundary=b{n}x\r\n\r\n--b{n}x\r\n"))
            .collect();
        assert!(text(deep.as_bytes()).is_err());
        let broken = part("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", "=!!=");
        assert!(text(&saved("", &[broken])).is_err_and(|reason| reason.contains("damaged")));
    }
}
