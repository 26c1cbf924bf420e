//! Pages that a browser saved with all they need in one file: MHTML.

use mailparse::{MailHeaderMap, ParsedMail};

use crate::corpus::markup::Markup;
use crate::corpus::record::Record;

/// Whether `head` is the beginning of a saved page: header lines of a message that consists of related parts. `named`
/// says that the name of the file is that of one, so that a message of one part will do.
pub fn looks_like_mhtml(head: &str, named: bool) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    let is_field = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    if !lines.next().is_some_and(is_field) {
        return false;
    }
    let end = head.find("\n\n").or(head.find("\n\r\n")).unwrap_or(head.len());
    let fields = head[..end].to_ascii_lowercase();
    let has = |field: &str| fields.starts_with(field) || fields.contains(&format!("\n{field}"));
    has("content-type:") && (named || has("mime-version:") && fields.contains("multipart/related"))
}

/// Reads the page in a saved file.
///
/// # Errors
/// Why there is none, in words.
pub fn read(bytes: &[u8]) -> Result<Record, String> {
    let mail = mailparse::parse_mail(bytes).map_err(|error| format!("incomplete MHTML file: {error}"))?;
    let url = mail.headers.get_first_value("Snapshot-Content-Location");
    let page = page(&mail, url.as_deref()).ok_or("no page in this MHTML file")?;
    let location = page.headers.get_first_value("Content-Location").filter(|url| url.contains("://"));
    let body =
        page.get_body_raw().map_err(|error| format!("the page in this MHTML file is damaged: {error}"))?;
    let plain = page.ctype.mimetype == "text/plain";
    let markup = if plain { Markup::Plain } else { Markup::Html };
    // Where none is declared here, the page itself is asked.
    let charset = page.ctype.params.get("charset").map(String::as_bytes);
    let mut record = Record::of_text(body, markup, charset)?;
    record.metadata.url = url.filter(|url| !url.is_empty()).or(location).or(record.metadata.url);
    Ok(record)
}

/// The page that was saved, among the frames and pictures that it needs: the part at its address, or the one that the
/// message says it starts with, or the first.
fn page<'p>(mail: &'p ParsedMail<'p>, url: Option<&str>) -> Option<&'p ParsedMail<'p>> {
    let start = mail.ctype.params.get("start").map(String::as_str);
    let is = |part: &ParsedMail, name: &str, value: Option<&str>| {
        value.is_some() && part.headers.get_first_value(name).as_deref().map(str::trim) == value
    };
    let of_type = |kind: &[&str]| {
        let parts = || mail.parts().filter(|part| kind.contains(&part.ctype.mimetype.as_str()));
        parts()
            .find(|part| is(part, "Content-Location", url))
            .or_else(|| parts().find(|part| is(part, "Content-ID", start)))
            .or_else(|| parts().next())
    };
    of_type(&["text/html", "application/xhtml+xml"]).or_else(|| of_type(&["text/plain"]))
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
    fn the_page_is_found_among_its_parts() {
        let frame = part("Content-Type: text/html\r\nContent-Location: https://ads.example/", "<p>Buy</p>");
        let page = part(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: https://coast.example/ferry",
            "<p class=3D\"lead\">The ferry st=\r\nays: caf=C3=A9</p>",
        );
        let picture = part("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=");
        let whole = "<p class=\"lead\">The ferry stays: café</p>";
        let at = "Snapshot-Content-Location: https://coast.example/ferry\r\n";
        let bytes = saved(at, &[frame.clone(), picture.clone(), page.clone()]);
        assert_eq!(text(&bytes).as_deref(), Ok(whole));
        assert_eq!(
            read(&bytes).ok().and_then(|record| record.metadata.url).as_deref(),
            Some("https://coast.example/ferry")
        );
        assert_eq!(text(&saved("", &[picture.clone(), page, frame])).as_deref(), Ok(whole));
        assert!(text(&saved("", &[picture])).is_err_and(|reason| reason.starts_with("no page")));
    }

    #[test]
    fn the_encoding_of_a_part_or_of_its_page() {
        let body = encoding_rs::WINDOWS_1251.encode("<meta charset=windows-1251><p>Паром</p>").0;
        let packed: String = body.iter().map(|byte| format!("={byte:02X}")).collect();
        for kind in ["text/html", "text/html; charset=\"windows-1251\""] {
            let page = part(
                &format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable"),
                &packed,
            );
            let record = read(&saved("", &[page])).unwrap_or_default();
            assert!(
                record.text.contains("Паром") && record.encoding == Some("windows-1251"),
                "{kind}: {record:?}"
            );
        }
    }

    #[test]
    fn saved_pages_are_told_from_texts() {
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
    fn deep_nesting_and_broken_packing_are_errors() {
        let deep: String = (0..5000)
            .map(|n| format!("Content-Type: multipart/related; boundary=b{n}x\r\n\r\n--b{n}x\r\n"))
            .collect();
        assert!(text(deep.as_bytes()).is_err());
        let broken = part("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", "=!!=");
        assert!(text(&saved("", &[broken])).is_err_and(|reason| reason.contains("damaged")));
    }
}
