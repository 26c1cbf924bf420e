//! Documents of Word: the text of the document, and of its footnotes and endnotes behind it.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::extract::draft::error::{DraftError, MAX_TEXT_BYTES};
use crate::extract::draft::format::unsupported_extension;
use crate::extract::draft::package::{Package, damaged, resolve};
use crate::extract::draft::word_text::append;
use crate::extract::draft::xml::{attribute, decode};

/// A part that another part names.
struct Relationship {
    /// Last name in the address of its type.
    kind: String,
    target: String,
}

/// Returns the text of a document: its paragraphs with a blank line between any two.
///
/// # Errors
/// A [`DraftError`] that says what to do if the archive is another kind of document, is encrypted, damaged or
/// too large.
pub(super) fn read(bytes: &[u8]) -> Result<String, DraftError> {
    let mut package = Package::open(bytes)?;
    let main = relationships(&mut package, "_rels/.rels")?.into_iter();
    let main = main.filter(|part| part.kind == "officeDocument").map(|part| resolve("", &part.target)).next();
    let main = main.unwrap_or_else(|| "word/document.xml".into());
    let document = package.part(&main)?;
    let Some(document) = document else { return Err(other_kind(&mut package, &main)) };
    if !main.to_ascii_lowercase().starts_with("word/") && !has_word_root(&document) {
        return Err(other_kind(&mut package, &main));
    }
    let mut text = String::new();
    append(&decode(document)?, &mut text)?;
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let rels = resolve("", &format!("{folder}/_rels/{name}.rels"));
    let mut notes: Vec<_> = relationships(&mut package, &rels)?
        .into_iter()
        .filter(|part| matches!(part.kind.as_str(), "footnotes" | "endnotes"))
        .map(|part| resolve(&main, &part.target))
        .collect();
    notes.sort_by_key(|name| name.contains("endnotes"));
    notes.dedup();
    for name in notes {
        if let Some(part) = package.part(&name)? {
            append(&decode(part)?, &mut text)?;
        }
    }
    if text.len() > MAX_TEXT_BYTES {
        return Err(DraftError::TooLarge { megabytes: MAX_TEXT_BYTES >> 20 });
    }
    Ok(text)
}

/// Returns the error for an archive that is no document of Word.
fn other_kind(package: &mut Package<'_>, main: &str) -> DraftError {
    let has = |package: &mut Package<'_>, name: &str| package.part(name).is_ok_and(|part| part.is_some());
    let media_type = package.part("mimetype").ok().flatten().unwrap_or_default();
    let extension = match () {
        () if media_type.starts_with(b"application/vnd.oasis.opendocument.text") => "odt",
        () if media_type.starts_with(b"application/epub") => "epub",
        () if main.starts_with("xl/") => "xlsx",
        () if main.starts_with("ppt/") => "pptx",
        () if has(package, "Index/Document.iwa") => "pages",
        () => "",
    };
    let archive = || DraftError::Unsupported {
        kind: "a ZIP archive without a Word document".into(),
        advice: "unpack it and name the files in it",
    };
    unsupported_extension(extension).unwrap_or_else(archive)
}

/// Returns whether a part has the root of a document of Word.
fn has_word_root(part: &[u8]) -> bool {
    memchr::memmem::find(part, b"wordprocessingml").is_some()
}

/// Reads the relationships in the part called `name`; there are none if it is missing.
fn relationships(package: &mut Package<'_>, name: &str) -> Result<Vec<Relationship>, DraftError> {
    let Some(part) = package.part(name)? else { return Ok(Vec::new()) };
    let xml = decode(part)?;
    let mut reader = Reader::from_str(&xml);
    let mut relationships = Vec::new();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                let kind = attribute(&tag, "Type").unwrap_or_default();
                let is_external = attribute(&tag, "TargetMode").is_some_and(|mode| mode == "External");
                if let (Some(target), false) = (attribute(&tag, "Target"), is_external) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relationships.push(Relationship { kind, target });
                }
            }
            Event::Eof => return Ok(relationships),
            _ => {}
        }
    }
}
