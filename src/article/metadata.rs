//! What is known about an article besides its text.

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
    /// The address at which it was published.
    pub url: Option<String>,
}

impl Metadata {
    /// This, and of `other` what is not known here.
    #[must_use]
    pub fn or(self, other: Metadata) -> Metadata {
        Metadata {
            title: self.title.or(other.title),
            byline: self.byline.or(other.byline),
            site: self.site.or(other.site),
            published: self.published.or(other.published),
            reading_minutes: self.reading_minutes.or(other.reading_minutes),
            url: self.url.or(other.url),
        }
    }
}
