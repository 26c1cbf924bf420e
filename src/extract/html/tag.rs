//! HTML elements, as far as they matter for text.

/// The kind of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
#[allow(missing_docs)] // the names are HTML's own
pub enum Tag {
    A,
    Article,
    Aside,
    Blockquote,
    Body,
    Br,
    Button,
    Caption,
    Code,
    Dd,
    Details,
    Dialog,
    Div,
    Dl,
    Dt,
    Em,
    Figcaption,
    Figure,
    Footer,
    Form,
    Frame,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hr,
    Html,
    Img,
    Input,
    Label,
    Li,
    Link,
    Main,
    Meta,
    Nav,
    Noscript,
    Ol,
    Option,
    P,
    Pre,
    Q,
    Rb,
    Rp,
    Rt,
    Ruby,
    Section,
    Select,
    Small,
    Span,
    Strong,
    Style,
    Script,
    Sub,
    Summary,
    Sup,
    Svg,
    Table,
    Tbody,
    Td,
    Template,
    Textarea,
    Th,
    Time,
    Title,
    Tr,
    Ul,
    Video,
    /// Any other block-level element: `address`, `center`, `fieldset`.
    OtherBlock,
    /// Any other void element.
    OtherVoid,
    /// Any other inline element.
    #[default]
    Other,
}

/// Number of tags.
pub(crate) const TAG_COUNT: usize = Tag::Other as usize + 1;

/// Names and tags, sorted by name.
const NAMES: &[(&str, Tag)] = &[
    ("a", Tag::A),
    ("address", Tag::OtherBlock),
    ("amp-img", Tag::OtherVoid),
    ("area", Tag::OtherVoid),
    ("article", Tag::Article),
    ("aside", Tag::Aside),
    ("audio", Tag::Video),
    ("b", Tag::Strong),
    ("base", Tag::OtherVoid),
    ("blockquote", Tag::Blockquote),
    ("body", Tag::Body),
    ("br", Tag::Br),
    ("button", Tag::Button),
    ("canvas", Tag::Video),
    ("caption", Tag::Caption),
    ("center", Tag::OtherBlock),
    ("cite", Tag::Em),
    ("code", Tag::Code),
    ("col", Tag::OtherVoid),
    ("dd", Tag::Dd),
    ("details", Tag::Details),
    ("dialog", Tag::Dialog),
    ("dir", Tag::Ul),
    ("div", Tag::Div),
    ("dl", Tag::Dl),
    ("dt", Tag::Dt),
    ("em", Tag::Em),
    ("embed", Tag::OtherVoid),
    ("fieldset", Tag::OtherBlock),
    ("figcaption", Tag::Figcaption),
    ("figure", Tag::Figure),
    ("footer", Tag::Footer),
    ("form", Tag::Form),
    ("frame", Tag::OtherVoid),
    ("h1", Tag::H1),
    ("h2", Tag::H2),
    ("h3", Tag::H3),
    ("h4", Tag::H4),
    ("h5", Tag::H5),
    ("h6", Tag::H6),
    ("head", Tag::Head),
    ("header", Tag::Header),
    ("hgroup", Tag::OtherBlock),
    ("hr", Tag::Hr),
    ("html", Tag::Html),
    ("i", Tag::Em),
    ("iframe", Tag::Frame),
    ("image", Tag::Img),
    ("img", Tag::Img),
    ("input", Tag::Input),
    ("label", Tag::Label),
    ("legend", Tag::OtherBlock),
    ("li", Tag::Li),
    ("link", Tag::Link),
    ("listing", Tag::Pre),
    ("main", Tag::Main),
    ("menu", Tag::Ul),
    ("meta", Tag::Meta),
    ("nav", Tag::Nav),
    ("noscript", Tag::Noscript),
    ("object", Tag::Video),
    ("ol", Tag::Ol),
    ("optgroup", Tag::Option),
    ("option", Tag::Option),
    ("p", Tag::P),
    ("param", Tag::OtherVoid),
    ("picture", Tag::Other),
    ("pre", Tag::Pre),
    ("q", Tag::Q),
    ("rb", Tag::Rb),
    ("rp", Tag::Rp),
    ("rt", Tag::Rt),
    ("rtc", Tag::Rt),
    ("ruby", Tag::Ruby),
    ("script", Tag::Script),
    ("section", Tag::Section),
    ("select", Tag::Select),
    ("small", Tag::Small),
    ("source", Tag::OtherVoid),
    ("span", Tag::Span),
    ("strong", Tag::Strong),
    ("style", Tag::Style),
    ("sub", Tag::Sub),
    ("summary", Tag::Summary),
    ("sup", Tag::Sup),
    ("svg", Tag::Svg),
    ("table", Tag::Table),
    ("tbody", Tag::Tbody),
    ("td", Tag::Td),
    ("template", Tag::Template),
    ("textarea", Tag::Textarea),
    ("tfoot", Tag::Tbody),
    ("th", Tag::Th),
    ("thead", Tag::Tbody),
    ("time", Tag::Time),
    ("title", Tag::Title),
    ("tr", Tag::Tr),
    ("track", Tag::OtherVoid),
    ("ul", Tag::Ul),
    ("video", Tag::Video),
    ("wbr", Tag::OtherVoid),
    ("xmp", Tag::Pre),
];

/// Number of slots of the hash table.
const SLOTS: usize = 256;

/// Hashes a name by its length, first and last letter, ignoring case.
fn slot(name: &[u8]) -> usize {
    let (first, last) = (name.first().copied().unwrap_or(0) & 31, name.last().copied().unwrap_or(0) & 31);
    (usize::from(first) * 8 + usize::from(last) * 37 + name.len() * 3) % SLOTS
}

/// Indices into [`NAMES`] by hash.
static BY_SLOT: std::sync::LazyLock<[Vec<u8>; SLOTS]> = std::sync::LazyLock::new(|| {
    let mut slots = [const { Vec::new() }; SLOTS];
    for (index, (name, _)) in NAMES.iter().enumerate() {
        slots[slot(name.as_bytes())].push(index as u8);
    }
    slots
});

impl Tag {
    /// Returns the tag with the given name, ignoring case.
    pub fn named(name: &str) -> Tag {
        let slot = slot(name.as_bytes());
        let entry = BY_SLOT[slot].iter().find(|index| NAMES[**index as usize].0.eq_ignore_ascii_case(name));
        entry.map_or(Tag::Other, |index| NAMES[*index as usize].1)
    }

    /// Returns whether the element is block-level.
    pub fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Article
                | Aside
                | Blockquote
                | Body
                | Button
                | Caption
                | Dd
                | Details
                | Dialog
                | Div
                | Dl
                | Dt
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Head
                | Header
                | Hr
                | Html
                | Li
                | Main
                | Nav
                | Ol
                | Option
                | OtherBlock
                | P
                | Pre
                | Section
                | Select
                | Summary
                | Table
                | Tbody
                | Td
                | Th
                | Tr
                | Ul
                | Frame
                | Textarea
                | Video
                | Title
        )
    }

    /// Returns whether the element has no content and no end tag.
    pub fn is_void(self) -> bool {
        matches!(self, Tag::Br | Tag::Hr | Tag::Img | Tag::Input | Tag::Link | Tag::Meta | Tag::OtherVoid)
    }

    /// Returns whether text in the element is not displayed as part of the page.
    pub fn hides_text(self) -> bool {
        matches!(
            self,
            Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Svg
                | Tag::Textarea
                | Tag::Frame
                | Tag::Head
                | Tag::Video
        )
    }

    /// Returns whether the element may stand in the head of a page.
    pub fn belongs_in_head(self) -> bool {
        matches!(
            self,
            Tag::Head
                | Tag::Meta
                | Tag::Link
                | Tag::Title
                | Tag::Script
                | Tag::Style
                | Tag::Noscript
                | Tag::Template
                | Tag::OtherVoid
                | Tag::Other
                | Tag::Video
        )
    }

    /// Returns the heading level, 1 to 6.
    pub fn heading_level(self) -> Option<u8> {
        (Tag::H1..=Tag::H6).contains(&self).then(|| self as u8 - Tag::H1 as u8 + 1)
    }
}

impl PartialOrd for Tag {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (*self as u8).partial_cmp(&(*other as u8))
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::tag::*;

    #[test]
    fn every_name_is_found() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
        for (name, tag) in NAMES {
            assert_eq!(Tag::named(&name.to_uppercase()), *tag);
        }
    }

    #[test]
    fn headings_have_levels() {
        assert_eq!(Tag::named("h4").heading_level(), Some(4));
        assert_eq!(Tag::named("head").heading_level(), None);
        assert_eq!(Tag::named("customelement-long-name"), Tag::Other);
    }
}
