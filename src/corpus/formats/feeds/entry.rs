//! An entry of a feed that is not taken apart yet.

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use crate::article::Metadata;
use crate::corpus::formats::feeds::lenient_xml::{lenient_reader, offset};
use crate::corpus::formats::feeds::values::{plain_value, reference, text_value};
use crate::corpus::formats::other_fields;
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::Markup;
use crate::corpus::record::{Record, RecordPart, RecordPartKind, repair_mojibake};
use crate::text::url::is_web_address;

/// Number of fields of an entry that are read.
const MAX_FIELDS: usize = 2000;
/// Names of fields with the text, the best first.
const TEXTS: [&str; 6] =
    ["content:encoded", "content", "description", "summary", "dc:description", "itunes:summary"];
/// Names of fields with the day of publication, the best first.
const DATES: [&str; 8] =
    ["pubdate", "published", "issued", "dc:date", "dcterms:issued", "date", "updated", "modified"];

/// An entry as it stands in its feed, not taken apart yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FeedItem {
    /// The element of the entry.
    pub xml: String,
    /// Title of the feed.
    pub feed: Option<Arc<str>>,
    /// Number of lines of the file before the entry.
    pub lines_before: u32,
    /// Name of the encoding, if it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether some bytes of the file are invalid in its encoding.
    pub has_invalid_bytes: bool,
}

/// A child element of an entry.
#[derive(Debug, Default)]
struct EntryField {
    /// Name in lower case.
    name: String,
    /// Attributes that are read: type, rel, href.
    attributes: [Option<String>; 3],
    /// Offset of the content.
    start: usize,
    /// The content: its text, or its source if it has elements.
    content: String,
}

impl FeedItem {
    /// Returns the number of bytes.
    pub(in crate::corpus::formats) fn size(&self) -> usize {
        self.xml.len()
    }

    /// Takes the entry apart.
    ///
    /// # Errors
    /// The reason it is not an article.
    pub(in crate::corpus::formats) fn read(self) -> Result<Record, String> {
        let (fields, id) = fields(&self.xml);
        let value = |name: &str| {
            let mut named = fields.iter().filter(|field| field.name == name);
            named.find_map(|field| plain_value(&field.content))
        };
        let first = |names: &[&str]| names.iter().find_map(|name| value(name));
        let (title, link) = (first(&["title", "dc:title"]), link(&fields));
        let guid = value("guid");
        let url = link.or_else(|| guid.clone().filter(|guid| is_web_address(guid)));
        let texts = TEXTS.iter().filter_map(|name| {
            fields.iter().find(|field| field.name == *name && !field.content.trim().is_empty())
        });
        let mut texts: Vec<&EntryField> = texts.collect();
        if title.is_none() && texts.is_empty() {
            return Err("an entry without title and text".into());
        }
        let main = (!texts.is_empty()).then(|| texts.remove(0));
        let is_plain =
            |field: &EntryField| matches!(field.attributes[0].as_deref(), Some("text" | "text/plain"));
        let (mut text, markup) =
            main.map(|field| text_value(field.content.clone(), is_plain(field))).unwrap_or_default();
        if let Some(reason) = oversize_reason(&text, markup) {
            return Err(reason);
        }
        let mojibake_repaired = repair_mojibake(&mut text);
        let start = main.map_or(0, |field| field.start);
        let lines = memchr::memchr_iter(b'\n', &self.xml.as_bytes()[..start]).count();
        let mut record = Record {
            id: guid.or_else(|| first(&["id"])).or(id).or_else(|| url.clone()),
            metadata: Metadata {
                title,
                author: author(&fields),
                site: self.feed.as_deref().map(str::to_owned),
                url,
                ..Metadata::default()
            },
            text,
            markup,
            date: first(&DATES),
            encoding: self.encoding,
            has_invalid_bytes: self.has_invalid_bytes,
            mojibake_repaired,
            lines_before: self.lines_before.saturating_add(u32::try_from(lines).unwrap_or(0)),
            ..Record::default()
        };
        if record.markup == Markup::Html {
            record.parts.push(RecordPart { range: 0..record.text.len(), kind: RecordPartKind::Page });
        }
        let others = texts.into_iter().map(|field| {
            let (text, _) = text_value(field.content.clone(), is_plain(field));
            // Blogs say in every summary where the post stood first.
            let kind = if text.contains(" appeared first on ") {
                RecordPartKind::OtherField
            } else {
                RecordPartKind::Lead
            };
            (kind, text)
        });
        other_fields::append_texts(&mut record, others.collect());
        Ok(record)
    }
}

/// Returns the child elements of the entry `xml`, and its identifier if an attribute has it.
fn fields(xml: &str) -> (Vec<EntryField>, Option<String>) {
    let mut reader = lenient_reader(xml);
    let (mut fields, mut id) = (Vec::new(), None);
    let mut is_in_entry = false;
    while fields.len() < MAX_FIELDS {
        match reader.read_event() {
            Err(_) | Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) if !is_in_entry => {
                is_in_entry = true;
                id = attribute(&tag, "about");
            }
            Ok(Event::Start(tag)) => {
                let mut field = EntryField::new(&tag);
                field.start = offset(&reader).min(xml.len());
                read_content(&mut reader, xml, tag.name().into_inner(), &mut field);
                fields.push(field);
            }
            Ok(Event::Empty(tag)) => fields.push(EntryField::new(&tag)),
            Ok(_) => {}
        }
    }
    (fields, id)
}

impl EntryField {
    fn new(tag: &BytesStart<'_>) -> Self {
        let name = tag.name().into_inner().to_ascii_lowercase();
        let name =
            ["atom:", "a10:", "rss:"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(&name);
        let attributes = ["type", "rel", "href"].map(|name| attribute(tag, name));
        EntryField { name: name.to_owned(), attributes, ..EntryField::default() }
    }
}

/// Reads up to the end of the element called `name`. A missing end is that of the entry.
fn read_content(reader: &mut quick_xml::Reader<&[u8]>, xml: &str, name: &str, field: &mut EntryField) {
    let (mut depth, mut has_elements) = (1usize, false);
    let mut end = field.start;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) => {
                has_elements = true;
                depth += usize::from(tag.name().into_inner() == name);
            }
            Event::Empty(_) => has_elements = true,
            Event::End(tag) if tag.name().into_inner() == name => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Event::Text(content) => field.content.push_str(&content.into_inner()),
            Event::CData(content) => field.content.push_str(&content.into_inner()),
            Event::GeneralRef(name) => field.content.push_str(&reference(&name)),
            _ => {}
        }
        end = offset(reader).min(xml.len());
    }
    if has_elements && let Some(source) = xml.get(field.start..end) {
        field.content = source.to_owned();
    }
}

/// Returns the value of the attribute called `name`, in whatever namespace.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    plain_value(&found.value)
}

/// Returns the address of the page of an entry.
fn link(fields: &[EntryField]) -> Option<String> {
    let links = || fields.iter().filter(|field| field.name == "link");
    let of_page = links().find(|field| {
        let [kind, relation, address] = &field.attributes;
        let is_page = matches!(relation.as_deref(), None | Some("alternate"));
        address.is_some() && is_page && kind.as_deref().is_none_or(|kind| kind.contains("html"))
    });
    let of_page =
        of_page.or_else(|| links().find(|field| field.attributes[1].as_deref() == Some("alternate")));
    let address = of_page.and_then(|field| field.attributes[2].clone());
    address
        .or_else(|| links().find_map(|field| plain_value(&field.content)))
        .filter(|link| is_web_address(link))
}

/// Returns the names of the authors. RSS has them behind an address: `ann@coast.example (Ann Lee)`.
fn author(fields: &[EntryField]) -> Option<String> {
    let named = |name: &'static str| fields.iter().filter(move |field| field.name == name);
    let mut names: Vec<String> = Vec::new();
    for field in named("dc:creator").chain(named("author")) {
        let inner = field.content.split_once("<name>").or_else(|| field.content.split_once("<atom:name>"));
        let inner = inner.and_then(|(_, tail)| tail.split('<').next()).unwrap_or(&field.content);
        let Some(mut name) = plain_value(inner) else { continue };
        if let Some((address, bracketed)) = name.split_once(" (")
            && address.contains('@')
        {
            name = bracketed.trim_end_matches(')').to_owned();
        }
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() > 20 {
            break;
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}
