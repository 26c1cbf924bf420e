//! The metadata of an article.

use jiff::civil::Date;

use crate::article::numeric_day::NumericDay;

/// The metadata of an article; `None` where the source does not give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// The author or authors, as printed.
    pub author: Option<String>,
    /// The name or host of the site.
    pub site: Option<String>,
    /// The day of publication, never the file's own date.
    pub published: Option<Date>,
    /// The numbers of that day, if it is written so that day and month may be either way around; also where
    /// `published` is `None` because nothing tells.
    pub numeric_day: Option<NumericDay>,
    /// A declared day of publication that cannot be one, as written, if no other day is known.
    pub impossible_date: Option<String>,
    /// Reading time in minutes, where the site prints one.
    pub reading_minutes: Option<u32>,
    /// The address at which the article was published.
    pub url: Option<String>,
}

impl Metadata {
    /// Fills the gaps of this metadata from `fallback`.
    #[must_use]
    pub fn or(self, fallback: Metadata) -> Metadata {
        // The numbers are those of the day that is taken.
        let is_own = self.published.is_some() || fallback.published.is_none() && self.numeric_day.is_some();
        Metadata {
            title: self.title.or(fallback.title),
            author: self.author.or(fallback.author),
            site: self.site.or(fallback.site),
            published: self.published.or(fallback.published),
            numeric_day: if is_own { self.numeric_day } else { fallback.numeric_day },
            impossible_date: self.impossible_date.or(fallback.impossible_date),
            reading_minutes: self.reading_minutes.or(fallback.reading_minutes),
            url: self.url.or(fallback.url),
        }
    }
}
