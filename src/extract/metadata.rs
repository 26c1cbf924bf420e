//! Title, author, site and date of an article, where its own text says them.

/// What is known about an article besides its text. `None` where the source does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// The author or authors, as printed.
    pub byline: Option<String>,
    /// The name or host of the site.
    pub site: Option<String>,
    /// The day of publication. Never the file's own date.
    pub published: Option<jiff::civil::Date>,
    /// Reading time in minutes, where the site prints one.
    pub reading_minutes: Option<u32>,
}
