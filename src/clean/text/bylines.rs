//! Reads author, date and reading time from the lines between the title and the text.

use crate::clean::reason::Reason;
use crate::clean::text::labeler::Labeler;
use crate::clean::text::line_rules::is_prose;
use crate::extract::bylines;
use crate::extract::bylines::BylineInfo;

impl Labeler<'_> {
    /// Reads author, date and reading time from the lines around the title, and cuts these lines.
    pub(crate) fn read_bylines(&mut self) {
        let start = self.title.unwrap_or(self.core.0).saturating_sub(4);
        let end = self.byline_end();
        let mut dates = Vec::new();
        for index in start..end {
            if Some(index) == self.title || self.page.stats[index].words > 40 {
                continue;
            }
            let Some(info) = bylines::parse_byline(self.page.text(index)) else { continue };
            if self.page.len() == 1 && info.author.is_none() && info.other_words > 0 {
                continue; // a dated text of one line
            }
            self.cut(index, if info.author.is_some() { Reason::Byline } else { Reason::DateLine });
            dates.push((index, info.clone()));
            self.metadata.author = self.metadata.author.take().or(info.author);
            self.metadata.reading_minutes = self.metadata.reading_minutes.or(info.reading_minutes);
        }
        if self.metadata.published.is_none()
            && let Some(info) = publication_date(&dates, self.title)
        {
            self.metadata.published = info.date;
            self.metadata.numeric_day = info.numeric_day;
        }
        if self.metadata.site.is_none() {
            let name = bylines::dateline(self.page.text(self.core.0));
            self.metadata.site =
                name.filter(|name| name.contains('.') && !name.contains(' ')).map(str::to_owned);
        }
    }

    /// Returns the second block of running text: no byline is below it.
    fn byline_end(&self) -> usize {
        let mut prose = (self.core.0..=self.core.1).filter(|index| is_prose(self.page, *index));
        prose.nth(1).unwrap_or(self.core.1 + 1).min(self.page.len())
    }
}

/// Picks the day of publication among the dates: the first that is marked as such, then the first below the
/// title, then the nearest above; the date of an update only if there is no other.
fn publication_date(dates: &[(usize, BylineInfo)], title: Option<usize>) -> Option<&BylineInfo> {
    let dated = || dates.iter().filter(|(_, info)| info.date.is_some() || info.numeric_day.is_some());
    let original = || dated().filter(|(_, info)| !info.updated);
    let is_below_title = |(index, _): &&(usize, BylineInfo)| title.is_none_or(|title| *index > title);
    let best = original()
        .find(|(_, info)| info.published)
        .or_else(|| original().find(is_below_title))
        .or_else(|| original().next_back())
        .or_else(|| dated().next());
    best.map(|(_, info)| info)
}
