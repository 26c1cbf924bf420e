//! Tells the format of a file from its name, as far as names tell it.
//!
//! Crawlers name files after their URL: the query stays in the name (`story.html?page=2`, `story.html@page=2`
//! where `?` is not allowed), a second copy gets a number (`index.html.1`), and pages of servers have the
//! extension of a program (`story.php?id=7`) or none.

use std::path::Path;

use crate::corpus::decompress::open;
use crate::corpus::encoding_hints::decode_head;
use crate::corpus::formats::{has_json_articles, is_compound_file};
use crate::corpus::markup::looks_like_served_page;
use crate::corpus::sniff::FileFormat;

/// Extensions of programs whose output crawlers save under the name of the program.
const SERVER_EXTENSIONS: [&str; 30] = [
    "php", "php3", "php4", "php5", "phtml", "asp", "aspx", "ashx", "jsp", "jspx", "jsf", "cgi", "cfm",
    "cfml", "shtml", "shtm", "stm", "do", "action", "pl", "fcgi", "dll", "nsf", "ece", "amp", "print",
    "story", "article", "page", "mspx",
];
/// Endings of host names, which the saved front page of a site has as its extension.
const HOST_ENDINGS: [&str; 6] = ["com", "org", "net", "info", "news", "gov"];
/// Number of characters above which the part of a name after its last dot is not an extension.
const MAX_EXTENSION_CHARS: usize = 6;

/// Returns the format that the name of a file means, ignoring the extension of its compression, or `None` if
/// it means none.
pub(crate) fn format_from_name(path: &Path) -> Option<FileFormat> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let (name, compressed) = match name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")) {
        Some(name) => (name, true),
        None => (name.as_str(), false),
    };
    let base = without_copy_suffix(without_query(name));
    let whole = without_copy_suffix(name);
    let format = [base, whole].into_iter().find_map(|name| format_of_extension(extension(name)?));
    // The content will decide what `story.gz` is.
    format.or_else(|| (compressed && extension(name).is_none()).then_some(FileFormat::Text))
}

fn format_of_extension(extension: &str) -> Option<FileFormat> {
    match extension {
        "txt" | "text" => Some(FileFormat::Text),
        "md" | "markdown" => Some(FileFormat::Markdown),
        "html" | "htm" | "xhtml" | "xht" => Some(FileFormat::Html),
        "mhtml" | "mht" => Some(FileFormat::Mhtml),
        "warc" | "wet" => Some(FileFormat::Warc),
        "eml" | "emlx" | "mbox" | "mboxrd" => Some(FileFormat::Mail),
        "rss" | "atom" => Some(FileFormat::Feed),
        "jsonl" | "ndjson" => Some(FileFormat::Jsonl),
        "docx" | "docm" | "dotx" | "odt" | "ott" | "fodt" | "rtf" => Some(FileFormat::Document),
        "epub" => Some(FileFormat::Book),
        "pdf" => Some(FileFormat::Pdf),
        _ => None,
    }
}

/// Returns whether the name of a file is that of a document or a book, which an editor of texts does not
/// display.
pub fn is_document_name(path: &Path) -> bool {
    matches!(format_from_name(path), Some(FileFormat::Document | FileFormat::Book))
}

/// Returns the format of a file that its name means, or else that its content is.
pub(crate) fn format_hint(path: &Path) -> Option<FileFormat> {
    format_from_name(path).or_else(|| sniff(path))
}

/// Detects the format of a file whose name means none, if such a name may be that of a page: `story`,
/// `story.php?id=7`, `story.html~`. Returns `None` unless the content is certain, since plain text may be
/// anything.
fn sniff(path: &Path) -> Option<FileFormat> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let base = without_query(name);
    // A copy that an editor or a crawler made of a page before changing it.
    let copied = base.strip_suffix('~').or_else(|| base.strip_suffix(".orig"));
    let is_copied_page = copied
        .and_then(extension)
        .is_some_and(|extension| format_of_extension(extension).is_some_and(is_page));
    let extensions = [base, without_copy_suffix(base)].map(extension);
    let has = |known: &[&str]| extensions.iter().flatten().any(|extension| known.contains(extension));
    let (is_served, is_json, is_xml) = (has(&SERVER_EXTENSIONS), has(&["json"]), has(&["xml", "rdf"]));
    // A file of this name may be a document in any format, or a page.
    let is_word = has(&["doc"]);
    if !is_copied_page && !is_served && !is_json && !is_xml && !is_word && !may_be_url(base) {
        return None;
    }
    let file = open(path).ok()?;
    match FileFormat::detect(&file, None) {
        FileFormat::Document if is_compound_file(&file.head) => None,
        // Programs keep their settings and messages in such files.
        format if is_json => {
            let is_archive = matches!(format, FileFormat::Json | FileFormat::Jsonl);
            (is_archive && has_json_articles(&decode_head(&file.head))).then_some(format)
        }
        // Of other XML, no program tells the text from the data.
        format if is_xml => Some(format).filter(|format| *format == FileFormat::Feed),
        FileFormat::Text if is_served && looks_like_served_page(&file.head) => Some(FileFormat::Html),
        FileFormat::Text => None,
        format => Some(format),
    }
}

/// Returns the kind of the file at `path` if its name has an extension and it is not read in a folder.
pub fn unread_kind(path: &Path) -> Option<String> {
    path.extension().filter(|_| path.is_file() && format_hint(path).is_none())?;
    Some(kind_of_unread(path, true))
}

/// Returns the extension of a path in lowercase, without its dot.
pub(crate) fn extension_of(path: &Path) -> Option<String> {
    Some(path.extension()?.to_string_lossy().to_lowercase())
}

/// Returns the kind of a file that is not read, for the report: its extension, and what a JSON file looks
/// like.
pub(crate) fn kind_of_unread(path: &Path, is_file: bool) -> String {
    let Some(kind) = extension_of(path) else { return "(none)".into() };
    if kind == "doc" && is_file && open(path).is_ok_and(|file| is_compound_file(&file.head)) {
        return "doc (old Word document)".into();
    }
    if kind != "json" || !is_file {
        return kind;
    }
    open(path).map_or(kind, |file| format!("json ({})", looks_of_json(&decode_head(&file.head))))
}

/// Returns what the beginning of a JSON file without articles looks like.
fn looks_of_json(head: &str) -> &'static str {
    let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // A string of a dozen words is a text.
    let has_text =
        || text.split('"').any(|string| string.split(' ').filter(|word| word.len() > 1).count() > 11);
    match () {
        () if !text.starts_with(['{', '[']) => "not JSON",
        () if text.contains("\"messages\"") => "messages of an unknown program",
        () if text.contains("\"coordinates\"") => "map data",
        () if has_text() => "texts in unknown fields",
        () => "settings or data",
    }
}

fn is_page(format: FileFormat) -> bool {
    matches!(format, FileFormat::Html | FileFormat::Mhtml)
}

/// Returns whether a name without its query may be the end of a URL: nothing in it is an extension, or its
/// extension is the end of a host name.
fn may_be_url(base: &str) -> bool {
    let is_no_extension = |extension: &str| {
        extension.bytes().any(|byte| !byte.is_ascii_alphanumeric())
            || extension.bytes().all(|byte| byte.is_ascii_digit())
            || extension.len() > MAX_EXTENSION_CHARS
    };
    extension(base).is_none_or(|extension| is_no_extension(extension) || HOST_ENDINGS.contains(&extension))
}

/// Returns the part of a name before the query of a URL.
fn without_query(name: &str) -> &str {
    let signs = ["?", "@", "%3f", "？", ";"];
    let end = signs.iter().filter_map(|sign| name.find(sign)).min();
    end.map_or(name, |end| &name[..end])
}

/// Returns a name without the number that a second copy gets: `index.html.1`, `index.html (2)`,
/// `index.html(2)`.
fn without_copy_suffix(name: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((stem, number)) = name.rsplit_once('.')
        && is_number(number)
    {
        return stem;
    }
    let bracketed = name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
    match bracketed {
        Some((stem, number)) if is_number(number) => stem.trim_end(),
        _ => name,
    }
}

/// Returns the part of a name after its last dot. A leading dot begins no extension.
fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use crate::corpus::names::*;

    #[test]
    fn formats_follow_from_names() {
        for (name, format) in [
            ("a.txt", Some(FileFormat::Text)),
            ("a.MD", Some(FileFormat::Markdown)),
            ("a.jsonl.gz", Some(FileFormat::Jsonl)),
            ("a.ndjson.zst", Some(FileFormat::Jsonl)),
            ("story.gz", Some(FileFormat::Text)),
            ("a.htm", Some(FileFormat::Html)),
            ("a.html?page=2", Some(FileFormat::Html)),
            ("a.html?v=1.2", Some(FileFormat::Html)),
            ("page.html?id=3&p=2", Some(FileFormat::Html)),
            ("a.html%3Fpage=2", Some(FileFormat::Html)),
            ("a.htm;jsessionid=1F.node", Some(FileFormat::Html)),
            ("article@id=5.html", Some(FileFormat::Html)),
            ("story.php?id=7.html", Some(FileFormat::Html)),
            ("story.php@id=7.htm", Some(FileFormat::Html)),
            ("index.html.1", Some(FileFormat::Html)),
            ("INDEX.HTM.12", Some(FileFormat::Html)),
            ("index.html.1.gz", Some(FileFormat::Html)),
            ("index.html(2)", Some(FileFormat::Html)),
            ("index.html (2)", Some(FileFormat::Html)),
            ("index.html?p=2.1", Some(FileFormat::Html)),
            ("ann@coast.example.txt", Some(FileFormat::Text)),
            ("notes.txt.1", Some(FileFormat::Text)),
            ("a.XHTML.gz", Some(FileFormat::Html)),
            ("a.mht", Some(FileFormat::Mhtml)),
            ("CC-1.warc.wet.gz", Some(FileFormat::Warc)),
            ("a.tar.gz", None),
            ("a.pdf", Some(FileFormat::Pdf)),
            ("a.pdf.1", Some(FileFormat::Pdf)),
            ("a.pdf?download=1", Some(FileFormat::Pdf)),
            ("A.PDF.gz", Some(FileFormat::Pdf)),
            ("syslog.1", None),
            ("foo.php?x", None),
            ("a.html~", None),
            ("a", None),
        ] {
            assert_eq!(format_from_name(Path::new(name)), format, "{name}");
        }
    }

    #[test]
    fn json_without_articles_is_told_by_its_looks() {
        for (head, looks) in [
            ("{\"name\": \"ferry\", \"version\": 1}", "settings or data"),
            ("{\"channel\": {}, \"messages\": []}", "messages of an unknown program"),
            (
                "[{\"story\": \"The ferry will stay in port until its engine has been looked at again\"}]",
                "texts in unknown fields",
            ),
            ("{\"geometry\": {\"coordinates\": [1, 2]}}", "map data"),
            ("", "not JSON"),
        ] {
            assert_eq!(looks_of_json(head), looks, "{head}");
        }
    }
}
