//! Documents of Word: the text, then its footnotes and endnotes.

mod word_text;

use crate::corpus::formats::documents::about;
use crate::corpus::formats::documents::document_text::{DocumentText, TextPlace};
use crate::corpus::formats::documents::error::DocumentError;
use crate::corpus::formats::documents::package::{Package, resolve};
use crate::corpus::formats::documents::word::word_text::append;
use crate::corpus::formats::documents::word_styles::WordStyles;
use crate::corpus::formats::documents::xml::{XmlPiece, XmlRules, attribute, decode, read_pieces};

/// A part that another part names.
struct Relationship {
    /// Last name in the address of its type.
    kind: String,
    target: String,
}

/// Reads a document.
///
/// # Errors
/// A [`DocumentError`] if the archive is another kind of document, is encrypted, damaged or too large.
pub(super) fn read(package: &mut Package) -> Result<DocumentText, DocumentError> {
    let parts = relationships(package, "_rels/.rels")?;
    let target =
        |kind: &str| parts.iter().find(|part| part.kind == kind).map(|part| resolve("", &part.target));
    let main = target("officeDocument").unwrap_or_else(|| "word/document.xml".into());
    let document = package.part(&main)?;
    let Some(document) = document else { return Err(other_kind(package, &main)) };
    if !main.to_ascii_lowercase().starts_with("word/") && !has_word_root(&document) {
        return Err(other_kind(package, &main));
    }
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let rels = resolve("", &format!("{folder}/_rels/{name}.rels"));
    let related = relationships(package, &rels)?;
    let styles = related.iter().find(|part| part.kind == "styles");
    let styles = match styles.map(|part| package.part(&resolve(&main, &part.target))).transpose()?.flatten() {
        Some(part) => WordStyles::read(&decode(part)?)?,
        None => WordStyles::default(),
    };
    let mut text = DocumentText::default();
    append(&decode(document)?, TextPlace::Text, &styles, &mut text)?;
    let place_of = |kind: &str| match kind {
        "footnotes" => Some((0, TextPlace::Note)),
        "endnotes" => Some((1, TextPlace::Note)),
        "comments" => Some((2, TextPlace::Aside)),
        "header" => Some((3, TextPlace::Aside)),
        "footer" => Some((4, TextPlace::Aside)),
        _ => None,
    };
    let mut others: Vec<((u8, TextPlace), String)> = related
        .iter()
        .filter_map(|part| Some((place_of(&part.kind)?, resolve(&main, &part.target))))
        .collect();
    others.sort_by(|((one, _), name), ((other, _), next)| (one, name).cmp(&(other, next)));
    others.dedup();
    for ((_, place), name) in others {
        if let Some(part) = package.part(&name)? {
            append(&decode(part)?, place, &styles, &mut text)?;
        }
    }
    // A document is read whatever is wrong with what it says about itself.
    if let Some(name) = target("core-properties")
        && let Ok(Some(part)) = package.part(&name)
        && let Ok(about) = decode(part).and_then(|xml| about::read(&xml, false))
    {
        text.about = about;
    }
    Ok(text)
}

/// Returns the error for an archive that is no document of Word.
fn other_kind(package: &Package, main: &str) -> DocumentError {
    let extension = match () {
        () if main.starts_with("xl/") => "xlsx",
        () if main.starts_with("ppt/") => "pptx",
        () if package.has("Index/Document.iwa") => "pages",
        () => "",
    };
    DocumentError::OtherKind { extension }
}

/// Returns whether a part has the root of a document of Word.
fn has_word_root(part: &[u8]) -> bool {
    memchr::memmem::find(part, b"wordprocessingml").is_some()
}

/// Reads the relationships in the part called `name`; there are none if it is missing.
fn relationships(package: &mut Package, name: &str) -> Result<Vec<Relationship>, DocumentError> {
    let Some(part) = package.part(name)? else { return Ok(Vec::new()) };
    let mut relationships = Vec::new();
    read_pieces(&decode(part)?, XmlRules::Strict, |piece| {
        if let XmlPiece::Start(tag) = piece
            && tag.local_name().as_ref() == "Relationship"
        {
            let kind = attribute(tag, "Type").unwrap_or_default();
            let is_external = attribute(tag, "TargetMode").is_some_and(|mode| mode == "External");
            if let (Some(target), false) = (attribute(tag, "Target"), is_external) {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relationships.push(Relationship { kind, target });
            }
        }
        Ok(())
    })?;
    Ok(relationships)
}
