//! The attributes of elements that the tree builder reads.

use crate::extract::html::tokenizer::StartTag;

/// An attribute that the builder reads.
pub(super) enum Attribute {
    Class,
    Id,
    Role,
    Rel,
    Href,
    Hidden,
    AriaHidden,
    Style,
    /// An attribute whose value describes the element in words.
    Descriptive,
    Other,
}

impl Attribute {
    /// Returns the attribute with the given name, ignoring case.
    pub(super) fn named(name: &str) -> Self {
        const NAMES: [(&str, Attribute); 13] = [
            ("class", Attribute::Class),
            ("href", Attribute::Href),
            ("id", Attribute::Id),
            ("style", Attribute::Style),
            ("role", Attribute::Role),
            ("rel", Attribute::Rel),
            ("hidden", Attribute::Hidden),
            ("aria-hidden", Attribute::AriaHidden),
            ("itemprop", Attribute::Descriptive),
            ("data-testid", Attribute::Descriptive),
            ("data-component", Attribute::Descriptive),
            ("data-module", Attribute::Descriptive),
            ("aria-label", Attribute::Descriptive),
        ];
        NAMES
            .into_iter()
            .find(|(attribute, _)| attribute.eq_ignore_ascii_case(name))
            .map_or(Attribute::Other, |(_, attribute)| attribute)
    }
}

/// Returns whether a script holds JSON-LD.
pub(super) fn is_ld_json(start: &StartTag<'_>) -> bool {
    start.attributes().any(|(name, value)| {
        name.eq_ignore_ascii_case("type")
            && value.trim().to_ascii_lowercase().starts_with("application/ld+json")
    })
}

/// Returns whether a style attribute hides the element.
pub(super) fn hides_element(style: &str) -> bool {
    let style: String = style.chars().take(500).filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
