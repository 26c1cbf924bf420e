//! Options of cleaning, and the facts about a source that its text does not tell.

use jiff::civil::Date;

use crate::analysis::Language;
use crate::article::{DayOrder, Metadata};
use crate::clean::site_lines::SiteStats;
use crate::clean::user_rules::{Origin, Rules};

/// Options for cleaning a saved article.
#[derive(Debug, Clone, Copy, Default)]
pub struct CleanOptions<'a> {
    /// Whether to cut nothing.
    pub keep_everything: bool,
    /// Path of the source file, with `/` between folders; rules match against it.
    pub path: &'a str,
    /// Key of the source file in the index; site statistics use it where the site is unknown.
    pub source_key: &'a str,
    /// Lines that recur on other pages of the site.
    pub site_stats: Option<&'a SiteStats>,
    /// Rules of the user.
    pub rules: Option<&'a Rules>,
    /// The order in which the source writes day and month, as its other articles tell.
    pub day_order: DayOrder,
    /// Languages of the source, as its other articles tell; empty if they are unknown.
    pub source_languages: &'a [Language],
    /// The day on which the file was last changed; nothing in it was published much later.
    pub saved: Option<Date>,
}

/// Returns the day of a time of modification, in nanoseconds since 1970. A time before the first news on
/// the web is one that an archiver made up, and says nothing.
pub(crate) fn saved_day(modified: i64) -> Option<Date> {
    let time = jiff::Timestamp::from_nanosecond(i128::from(modified)).ok()?;
    let day = time.to_zoned(jiff::tz::TimeZone::UTC).date();
    (day.year() >= 1995).then_some(day)
}

/// Facts about a source that its blocks do not tell.
#[derive(Debug, Clone, Default)]
pub(crate) struct SourceContext<'a> {
    /// Metadata from the archive or the markup; it overrides what the text says.
    pub known: Metadata,
    /// Whether the archive names the site. A host that was read from the address says less than the page.
    pub names_site: bool,
    /// Origin of the source, for rules and site statistics.
    pub origin: Origin<'a>,
    /// Lines that recur on other pages of the site.
    pub site_stats: Option<&'a SiteStats>,
    /// Rules of the user.
    pub rules: Option<&'a Rules>,
}

impl SourceContext<'_> {
    /// Completes the known metadata from that of a page.
    pub(crate) fn complete(&self, page: Metadata) -> Metadata {
        let known = self.known.clone();
        let site = if self.names_site { None } else { page.site.clone() };
        Metadata { site: site.or(known.site.clone()), ..known.or(page) }
    }
}
