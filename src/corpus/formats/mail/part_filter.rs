//! Follows the parts of a message line by line, so that attachments need no memory.

use mailparse::{DispositionType, parse_content_disposition, parse_content_type};

use crate::corpus::formats::mail::sniff::header_name;

/// Number of bytes of a header that are kept. None that is read here is longer.
const MAX_HEADER_BYTES: usize = 4096;
/// Number of boundaries that are known at the same time. Messages have less than ten.
const MAX_BOUNDARIES: usize = 64;
/// Number of lines of headers in a message above which it is none.
const MAX_HEADER_LINES: usize = 20_000;
/// Number of parts in a message above which it is none.
const MAX_PARTS: usize = 5_000;

/// Follows the parts of a message.
#[derive(Default)]
pub(super) struct PartFilter {
    section: Section,
    /// Headers of the part that are read, unfolded: type, encoding, disposition, identifier.
    headers: [Vec<u8>; 4],
    /// The one of them that the next line may continue.
    open: Option<usize>,
    boundaries: Vec<Vec<u8>>,
    header_lines: usize,
    parts: usize,
    /// Types of the attachments.
    pub attachments: Vec<String>,
    /// Whether the text is encrypted.
    pub is_encrypted: bool,
}

/// Where in a message a line stands.
#[derive(Default, PartialEq, Eq)]
enum Section {
    #[default]
    Headers,
    Body,
    Attachment,
}

const NAMES: [&str; 4] = ["content-type", "content-transfer-encoding", "content-disposition", "content-id"];

impl PartFilter {
    /// Reads a line. Returns whether it may belong to a text.
    pub(super) fn keeps(&mut self, line: &[u8]) -> bool {
        if self.section == Section::Headers {
            self.read_header_line(line);
            return true;
        }
        if let Some(marked) = line.strip_prefix(b"--")
            && let Some(is_end) = self.boundary(marked.trim_ascii_end())
        {
            self.section = if is_end { Section::Body } else { self.begin_part() };
            return true;
        }
        self.section != Section::Attachment
    }

    /// Returns why the message is too complex to be one, if it is.
    pub(super) fn excess(&self) -> Option<String> {
        match () {
            () if self.header_lines > MAX_HEADER_LINES => {
                Some(format!("the message has more than {MAX_HEADER_LINES} lines of headers"))
            }
            () if self.parts > MAX_PARTS => Some(format!("the message has more than {MAX_PARTS} parts")),
            () => None,
        }
    }

    fn begin_part(&mut self) -> Section {
        self.parts += 1;
        self.headers = Default::default();
        self.open = None;
        Section::Headers
    }

    /// Returns whether this boundary ends a list of parts, or `None` if it is none that is known.
    fn boundary(&self, marked: &[u8]) -> Option<bool> {
        let known = |text: &[u8]| self.boundaries.iter().any(|boundary| boundary == text);
        match marked.strip_suffix(b"--") {
            _ if known(marked) => Some(false),
            Some(text) if known(text) => Some(true),
            _ => None,
        }
    }

    fn read_header_line(&mut self, line: &[u8]) {
        if line.is_empty() {
            self.section = self.end_headers();
            return;
        }
        self.header_lines += 1;
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = header_name(line).map(str::to_ascii_lowercase);
            self.open = name.and_then(|name| NAMES.iter().position(|known| *known == name));
            let Some(open) = self.open else { return };
            self.headers[open].clear();
            self.append(open, &line[NAMES[open].len()..]);
        } else if let Some(open) = self.open {
            self.append(open, line);
        }
    }

    fn append(&mut self, open: usize, line: &[u8]) {
        let left = MAX_HEADER_BYTES.saturating_sub(self.headers[open].len());
        self.headers[open].extend_from_slice(&line[..line.len().min(left)]);
    }

    fn end_headers(&mut self) -> Section {
        let value = |index: usize| {
            let header = String::from_utf8_lossy(&self.headers[index]).into_owned();
            header.trim_start_matches([' ', ':']).to_owned()
        };
        let (content_type, disposition) =
            (parse_content_type(&value(0)), parse_content_disposition(&value(2)));
        let kind = content_type.mimetype.as_str();
        let is_base64 = value(1).trim().eq_ignore_ascii_case("base64");
        let is_first = self.parts == 0;
        if is_first {
            let is_signed = content_type.params.get("smime-type").is_some_and(|kind| kind == "signed-data");
            let is_cms = matches!(kind, "application/pkcs7-mime" | "application/x-pkcs7-mime");
            self.is_encrypted = kind == "multipart/encrypted" || is_cms && !is_signed;
        }
        let is_attached = disposition.disposition == DispositionType::Attachment;
        let (main, _) = kind.split_once('/').unwrap_or((kind, ""));
        match main {
            "multipart" => {
                if let Some(boundary) = content_type.params.get("boundary") {
                    if self.boundaries.len() >= MAX_BOUNDARIES {
                        self.boundaries.remove(0);
                    }
                    self.boundaries.push(boundary.trim_end().as_bytes().to_vec());
                }
                Section::Body
            }
            "message" if !is_base64 && matches!(kind, "message/rfc822" | "message/global") => {
                self.begin_part()
            }
            "message" => Section::Body,
            "text" | "" if !is_attached => Section::Body,
            _ => {
                let name = disposition.params.get("filename").or_else(|| content_type.params.get("name"));
                let is_decoration = main == "image" && !is_attached && !self.headers[3].is_empty();
                if !is_decoration && !is_signature(kind) {
                    self.attachments.push(kind_of_attachment(kind, name.map(String::as_str)));
                }
                Section::Attachment
            }
        }
    }
}

/// Returns whether a part of this type says only who wrote the others.
fn is_signature(kind: &str) -> bool {
    matches!(
        kind,
        "application/pgp-signature" | "application/pkcs7-signature" | "application/x-pkcs7-signature"
    )
}

/// Returns what the report calls an attachment: the extension of its name, or else its type.
fn kind_of_attachment(kind: &str, name: Option<&str>) -> String {
    let extension = name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    let is_short =
        |text: &&str| (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_type = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'+');
    match extension.filter(is_short) {
        Some(extension) => format!("attached {}", extension.to_ascii_lowercase()),
        None if kind.len() <= 80 && kind.bytes().all(is_type) => format!("attached {kind}"),
        None => "attached (unknown type)".into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::part_filter::*;

    fn kept(message: &str) -> (String, PartFilter) {
        let mut filter = PartFilter::default();
        let lines = message.lines().map(|line| if filter.keeps(line.as_bytes()) { line } else { "" });
        (lines.collect::<Vec<_>>().join("\n"), filter)
    }

    #[test]
    fn attachments_are_left_out_and_counted() {
        let message = "Content-Type: multipart/mixed;\n boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n\
            Text\n--\nAnn\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment;\n \
            filename=\"Tide.PDF\"\nContent-Transfer-Encoding: base64\n\nAAAA\nBBBB\n--b\n\
            Content-Type: image/png\nContent-ID: <x>\n\nCCCC\n--b\nContent-Type: message/rfc822\n\n\
            Subject: Two\nContent-Type: image/gif\n\nDDDD\n--b--\nEnd";
        let (text, filter) = kept(message);
        for (word, is_kept) in
            [("Text", true), ("Ann", true), ("AAAA", false), ("CCCC", false), ("DDDD", false), ("End", true)]
        {
            assert_eq!(text.contains(word), is_kept, "{word}");
        }
        assert_eq!(filter.attachments, ["attached pdf", "attached image/gif"]);
        assert!(!filter.is_encrypted && filter.excess().is_none());
    }

    #[test]
    fn encrypted_messages_are_known() {
        for (kind, is_encrypted) in [
            ("multipart/encrypted; boundary=b", true),
            ("application/pkcs7-mime; smime-type=enveloped-data", true),
            ("application/x-pkcs7-mime; smime-type=signed-data", false),
            ("multipart/signed; boundary=b", false),
        ] {
            assert_eq!(kept(&format!("Content-Type: {kind}\n\nx")).1.is_encrypted, is_encrypted, "{kind}");
        }
    }

    #[test]
    fn a_message_of_nothing_but_headers_or_parts_is_excessive() {
        assert!(kept(&"a: b\n".repeat(MAX_HEADER_LINES + 1)).1.excess().is_some());
        let parts = "--b\n\n".repeat(MAX_PARTS + 1);
        assert!(kept(&format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}")).1.excess().is_some());
    }
}
