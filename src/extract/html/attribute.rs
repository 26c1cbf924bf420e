//! The attributes of elements that the tree builder reads.

use crate::extract::html::entities;
use crate::extract::html::tokenizer::StartTag;

/// Maximum length of a value in bytes.
pub(super) const MAX_VALUE_BYTES: usize = 2_000;

/// An attribute that the builder reads.
pub(super) enum Attribute {
    Class,
    Id,
    Role,
    /// Whether the element is a dialog that covers the page.
    Modal,
    Rel,
    Href,
    Hidden,
    AriaHidden,
    Style,
    /// An attribute whose value describes the element in words.
    Descriptive,
    /// An attribute of microdata or RDFa.
    Property,
    Other,
}

impl Attribute {
    /// Returns the attribute with the given name, ignoring case.
    pub(super) fn named(name: &str) -> Self {
        const NAMES: [(&str, Attribute); 16] = [
            ("class", Attribute::Class),
            ("href", Attribute::Href),
            ("id", Attribute::Id),
            ("style", Attribute::Style),
            ("role", Attribute::Role),
            ("aria-modal", Attribute::Modal),
            ("rel", Attribute::Rel),
            ("hidden", Attribute::Hidden),
            ("aria-hidden", Attribute::AriaHidden),
            ("itemprop", Attribute::Descriptive),
            ("data-testid", Attribute::Descriptive),
            ("data-component", Attribute::Descriptive),
            ("data-module", Attribute::Descriptive),
            ("aria-label", Attribute::Descriptive),
            ("property", Attribute::Property),
            ("itemtype", Attribute::Property),
        ];
        NAMES
            .into_iter()
            .find(|(attribute, _)| attribute.eq_ignore_ascii_case(name))
            .map_or(Attribute::Other, |(_, attribute)| attribute)
    }
}

/// Returns the decoded value of the first attribute with one of `names`, or `None` if it is empty.
pub(super) fn decoded_value(start: &StartTag<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|expected| {
        let (_, value) = start.attributes().find(|(name, _)| name.eq_ignore_ascii_case(expected))?;
        let value = if value.len() <= MAX_VALUE_BYTES { entities::decode_all(value) } else { String::new() };
        (!value.is_empty()).then_some(value)
    })
}

/// Returns whether a script holds JSON-LD.
pub(super) fn is_ld_json(start: &StartTag<'_>) -> bool {
    start.attributes().any(|(name, value)| {
        name.eq_ignore_ascii_case("type")
            && value.trim().to_ascii_lowercase().starts_with("application/ld+json")
    })
}

/// Returns whether the attribute `hidden` with this value hides an element for good. A browser finds the text
/// of one that is hidden until found, and shows it then. A page that is sent in pieces has them in elements
/// named `S:` and a number, from where a script moves them to their places.
pub(super) fn hides_for_good(start: &StartTag<'_>, value: &str) -> bool {
    let number = value_of(start, "id").and_then(|id| id.strip_prefix("S:"));
    let is_piece = number
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_hexdigit()));
    !is_piece && !value.eq_ignore_ascii_case("until-found")
}

/// Returns whether a style attribute hides the element.
pub(super) fn hides_element(style: &str) -> bool {
    let style: String = style.chars().take(500).filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Returns whether a style attribute strikes the words of its element out.
pub(super) fn strikes_out(style: &str) -> bool {
    let mut declarations = style.split(';').take(100).filter_map(|declaration| declaration.split_once(':'));
    declarations.any(|(property, value)| {
        property.trim().to_ascii_lowercase().starts_with("text-decoration")
            && value.to_ascii_lowercase().contains("line-through")
    })
}

/// Display of an inline element by its style.
pub(super) enum Display {
    Block,
    Superscript,
}

/// Returns how a style attribute displays an inline element; `None` if it stays inline.
pub(super) fn display(style: &str) -> Option<Display> {
    const BLOCKS: [&str; 8] =
        ["block", "flex", "grid", "table", "table-row", "table-cell", "list-item", "flow-root"];
    for declaration in style.split(';').take(100) {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().split(|c: char| c.is_whitespace() || c == '!').next().unwrap_or_default();
        let is_any = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(value));
        let property = property.trim();
        if property.eq_ignore_ascii_case("display") && is_any(&BLOCKS) {
            return Some(Display::Block);
        }
        if property.eq_ignore_ascii_case("vertical-align") && is_any(&["super"]) {
            return Some(Display::Superscript);
        }
    }
    None
}

/// Returns whether a template is a declarative shadow root: by the attribute of the standard, by the one
/// before it, or by the ones that Chrome writes to MHTML files and Save Page WE to pages.
pub(super) fn is_shadow_root(start: &StartTag<'_>) -> bool {
    start.attributes().any(|(name, mode)| {
        name.eq_ignore_ascii_case("data-savepage-shadowroot")
            || ["shadowrootmode", "shadowroot", "shadowmode"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
                && ["open", "closed"].iter().any(|known| known.eq_ignore_ascii_case(mode.trim()))
    })
}

/// Returns whether an element is a slot of a shadow root.
pub(super) fn is_slot(start: &StartTag<'_>) -> bool {
    start.name.eq_ignore_ascii_case("slot")
}

/// Returns whether an attribute has the page that a frame displays in it.
pub(super) fn is_frame_source((name, value): &(&str, &str)) -> bool {
    let has_page = || {
        let scheme = value.trim_start().get(..10);
        scheme.is_some_and(|scheme| {
            ["data:text/", "data:appli"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        })
    };
    name.eq_ignore_ascii_case("srcdoc") && !value.is_empty() || name.eq_ignore_ascii_case("src") && has_page()
}

/// Returns the value of the attribute `name`, not decoded.
pub(super) fn value_of<'a>(start: &StartTag<'a>, name: &str) -> Option<&'a str> {
    start.attributes().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Returns whether a class or role says that an element is a quotation.
pub(super) fn is_quote(start: &StartTag<'_>) -> bool {
    const WORDS: [&str; 8] =
        ["quote", "zitat", "citat", "citation", "cita", "exergue", "cytat", "blockquote"];
    let names = start
        .attributes()
        .filter(|(name, _)| name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("role"));
    names.flat_map(|(_, value)| value.split(|c: char| !c.is_alphanumeric())).any(|word| {
        let word = word.to_ascii_lowercase();
        WORDS.contains(&word.as_str()) || word.ends_with("quote")
    })
}
