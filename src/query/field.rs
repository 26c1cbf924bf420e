//! The fields of a query.

/// The fields that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// The name or host of the site.
    Site,
    /// The author.
    Author,
    /// The path of the source.
    Path,
    /// The language, by its two letters.
    Lang,
    /// The text that was cut out of the article.
    Cut,
    /// Direct speech.
    Said,
    /// Direct speech, by the name of its speaker.
    Speaker,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 8] = [
        Field::Title,
        Field::Said,
        Field::Speaker,
        Field::Site,
        Field::Author,
        Field::Path,
        Field::Lang,
        Field::Cut,
    ];

    /// Returns the field called `name`, ignoring case.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| name.eq_ignore_ascii_case(field.name()))
    }

    /// Returns the name as a query spells it.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Site => "site",
            Field::Author => "author",
            Field::Path => "path",
            Field::Lang => "lang",
            Field::Cut => "cut",
            Field::Said => "said",
            Field::Speaker => "speaker",
        }
    }

    /// Returns whether each comma in a word after the name begins another value. In the name of an author it
    /// stands before the given name.
    pub(crate) fn takes_commas(self) -> bool {
        matches!(self, Field::Site | Field::Speaker)
    }
}
