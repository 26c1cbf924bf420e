//! The package of a book: its parts in their order, and their titles.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::formats::documents::about::{self, About};
use crate::corpus::formats::documents::error::{DocumentError, damaged};
use crate::corpus::formats::documents::package::{Package, resolve};
use crate::corpus::formats::documents::xml::{XmlPiece, XmlRules, attribute, decode, read_pieces};
use crate::text::data_url::decode_percent;
use crate::text::single_line;

/// Number of chapters above which a book is damaged.
const MAX_PARTS: usize = 10_000;
/// Media types of chapters.
const CHAPTER_TYPES: [&str; 3] = ["application/xhtml+xml", "text/html", "application/x-dtbook+xml"];

/// What a book has.
pub(super) struct BookContents {
    pub about: About,
    pub parts: Vec<BookPart>,
}

/// A part that may be a chapter.
pub(super) struct BookPart {
    /// Its path as the package names it.
    pub id: String,
    /// Its path in the archive.
    pub path: String,
    /// Its title in the table of contents.
    pub title: Option<String>,
    /// Whether it is the table of contents.
    pub is_contents: bool,
}

/// A part in the list of all.
struct ManifestItem {
    path: String,
    media_type: String,
    is_contents: bool,
}

/// Returns the paths of the parts that are encrypted, in lower case. Fonts may be scrambled in a book that
/// is not.
pub(super) fn encrypted_parts(package: &mut Package) -> Result<FxHashSet<String>, DocumentError> {
    let mut parts = FxHashSet::default();
    let Some(part) = package.part("META-INF/encryption.xml")? else { return Ok(parts) };
    read_pieces(&decode(part)?, XmlRules::Strict, |piece| {
        if let XmlPiece::Start(tag) = piece
            && tag.local_name().as_ref() == "CipherReference"
            && let Some(path) = attribute(tag, "URI")
        {
            parts.insert(resolve("", &percent_decoded(&path)).to_ascii_lowercase());
        }
        Ok(())
    })?;
    Ok(parts)
}

/// Reads the package.
///
/// # Errors
/// [`DocumentError::Damaged`] if it is missing or not well-formed.
pub(super) fn read(package: &mut Package) -> Result<BookContents, DocumentError> {
    let path = package_path(package)?;
    let part = package.part(&path)?.ok_or_else(|| damaged(format!("{path} is missing")))?;
    let xml = decode(part)?;
    let (items, order) = read_manifest(&xml, &path)?;
    let about = about::read(&xml, true)?;
    let mut titles = FxHashMap::default();
    for item in items.values() {
        let is_list = item.media_type == "application/x-dtbncx+xml";
        if !(item.is_contents || is_list) {
            continue;
        }
        // A book is read whatever is wrong with its table of contents.
        if let Ok(Some(part)) = package.part(&item.path)
            && let Ok(xml) = decode(part)
        {
            let _ = read_titles(&xml, &item.path, &mut titles);
        }
    }
    let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
    let mut known = FxHashSet::default();
    let parts = order.into_iter().filter_map(|id| {
        let item = items.get(&id).filter(|item| CHAPTER_TYPES.contains(&item.media_type.as_str()))?;
        if !known.insert(item.path.clone()) {
            return None;
        }
        let id = item.path.strip_prefix(folder).unwrap_or(&item.path);
        let title = titles.get(&item.path).cloned();
        Some(BookPart { id: id.to_owned(), path: item.path.clone(), title, is_contents: item.is_contents })
    });
    Ok(BookContents { about, parts: parts.take(MAX_PARTS).collect() })
}

/// Returns the path of the package, which the container names.
fn package_path(package: &mut Package) -> Result<String, DocumentError> {
    let Some(container) = package.part("META-INF/container.xml")? else {
        return Err(damaged("META-INF/container.xml is missing"));
    };
    let mut path = None;
    read_pieces(&decode(container)?, XmlRules::Strict, |piece| {
        if let XmlPiece::Start(tag) = piece
            && tag.local_name().as_ref() == "rootfile"
            && path.is_none()
        {
            path = attribute(tag, "full-path");
        }
        Ok(())
    })?;
    path.map(|path| resolve("", &path)).ok_or_else(|| damaged("its container names no package"))
}

/// Returns the parts by their identifiers, and the identifiers of chapters in order.
fn read_manifest(
    xml: &str,
    path: &str,
) -> Result<(FxHashMap<String, ManifestItem>, Vec<String>), DocumentError> {
    let (mut items, mut order) = (FxHashMap::default(), Vec::new());
    read_pieces(xml, XmlRules::Strict, |piece| {
        let XmlPiece::Start(tag) = piece else { return Ok(()) };
        match tag.local_name().as_ref() {
            "item" => {
                let (id, target) = (attribute(tag, "id"), attribute(tag, "href"));
                let properties = attribute(tag, "properties").unwrap_or_default();
                if let Some((id, target)) = id.zip(target) {
                    let item = ManifestItem {
                        path: resolve(path, &percent_decoded(&target)),
                        media_type: attribute(tag, "media-type").unwrap_or_default(),
                        is_contents: properties.split_whitespace().any(|property| property == "nav"),
                    };
                    items.insert(id, item);
                }
            }
            "itemref" => order.extend(attribute(tag, "idref")),
            _ => {}
        }
        Ok(())
    })?;
    Ok((items, order))
}

/// Reads titles from a table of contents: links of a page, or points of a list.
fn read_titles(xml: &str, path: &str, titles: &mut FxHashMap<String, String>) -> Result<(), DocumentError> {
    let (mut target, mut label) = (None, String::new());
    let mut add = |target: &str, label: &str| {
        let target = target.split('#').next().unwrap_or_default();
        let label = single_line(label);
        if !label.is_empty() && !target.is_empty() {
            titles.entry(resolve(path, &percent_decoded(target))).or_insert(label);
        }
    };
    read_pieces(xml, XmlRules::Lenient, |piece| {
        match piece {
            XmlPiece::Start(tag) => match tag.local_name().as_ref() {
                "a" => {
                    target = attribute(tag, "href");
                    label.clear();
                }
                "navLabel" => label.clear(),
                "content" => {
                    if let Some(target) = attribute(tag, "src") {
                        add(&target, &label);
                    }
                }
                _ => {}
            },
            XmlPiece::End("a") => {
                if let Some(target) = target.take() {
                    add(&target, &label);
                }
            }
            XmlPiece::End(_) => {}
            XmlPiece::Text(text) => label.push_str(text),
        }
        Ok(())
    })
}

/// Returns a path of a link with its characters decoded.
fn percent_decoded(path: &str) -> String {
    String::from_utf8_lossy(&decode_percent(path)).into_owned()
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::archive::zip;
    use crate::corpus::formats::documents::book::contents::*;

    #[test]
    fn ids_are_relative_to_the_folder_of_the_package() {
        let package = "<package><manifest>\
            <item id='a' href='a.xhtml' media-type='text/html'/>\
            <item id='b' href='../OEBPS2/b.xhtml' media-type='text/html'/>\
            <item id='c' href='/c.xhtml' media-type='text/html'/>\
            </manifest><spine><itemref idref='a'/><itemref idref='b'/><itemref idref='c'/></spine></package>";
        for (path, ids) in [
            ("OEBPS/p.opf", ["a.xhtml", "OEBPS2/b.xhtml", "c.xhtml"]),
            ("p.opf", ["a.xhtml", "OEBPS2/b.xhtml", "c.xhtml"]),
        ] {
            let container = format!("<container><rootfile full-path='{path}'/></container>");
            let parts = [("META-INF/container.xml", container.as_bytes()), (path, package.as_bytes())];
            let mut package = Package::open(zip(&parts), 1 << 20).expect("a package");
            let contents = read(&mut package).expect("a book");
            assert_eq!(contents.parts.iter().map(|part| part.id.as_str()).collect::<Vec<_>>(), ids, "{path}");
        }
    }
}
