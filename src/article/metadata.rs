//! The metadata of an article.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::article::numeric_day::NumericDay;
use crate::text::url::{host_name, host_of_address};

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
    /// Returns the host of the address, or else of the site, in lower case and without `www.`.
    pub fn host(&self) -> Option<String> {
        self.url.as_deref().and_then(host_of_address).or_else(|| host_name(self.site.as_deref()?))
    }

    /// Returns the name of the site; `None` if it is unknown, or nothing but the host.
    pub fn site_name(&self) -> Option<&str> {
        let site = self.site.as_deref().map(str::trim).filter(|site| !site.is_empty())?;
        let is_host = !site.contains(char::is_uppercase)
            && host_name(site).is_some_and(|name| self.host() == Some(name));
        (!is_host).then_some(site)
    }

    /// Returns the source of the article: the name of the site as written, or else the host.
    pub fn source(&self) -> Option<Cow<'_, str>> {
        self.site_name().map(Cow::Borrowed).or_else(|| self.host().map(Cow::Owned))
    }

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

#[cfg(test)]
mod tests {
    use crate::article::metadata::*;

    #[test]
    fn a_site_that_is_its_host_has_no_name() {
        for (site, url, name, host) in [
            ("Courier", "https://www.courier.example/a", Some("Courier"), Some("courier.example")),
            ("www.courier.example", "https://courier.example/a", None, Some("courier.example")),
            ("www.courier.example", "", None, Some("courier.example")),
            ("Courier.example", "", Some("Courier.example"), Some("courier.example")),
            ("courier.example", "https://copies.example/a", Some("courier.example"), Some("copies.example")),
            (" ", "story.html", None, None),
        ] {
            let metadata = Metadata { site: Some(site.into()), url: Some(url.into()), ..Metadata::default() };
            assert_eq!((metadata.site_name(), metadata.host().as_deref()), (name, host), "{site} {url}");
        }
    }
}
