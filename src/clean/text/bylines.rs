//! Byline, date and reading time, from the lines between the title and the text.

use crate::clean::reason::Reason;
use crate::clean::text::label_blocks::Labeler;
use crate::clean::text::prose::is_prose;
use crate::extract::bylines;
use crate::extract::bylines::Imprint;

impl Labeler<'_> {
    /// Takes byline, date and reading time from the lines between the title and the text.
    pub(crate) fn read_imprints(&mut self) {
        let from = self.title.unwrap_or(self.core.0).saturating_sub(4);
        let to = self.imprint_end();
        let mut dates = Vec::new();
        for index in from..to {
            if Some(index) == self.title || self.page.shapes[index].words > 40 {
                continue;
            }
            let Some(imprint) = bylines::imprint(self.page.text(index)) else { continue };
            self.cut(index, if imprint.author.is_some() { Reason::Byline } else { Reason::DateLine });
            dates.push((index, imprint.clone()));
            self.metadata.author = self.metadata.author.take().or(imprint.author);
            self.metadata.reading_minutes = self.metadata.reading_minutes.or(imprint.reading_minutes);
        }
        if self.metadata.published.is_none() {
            self.metadata.published = published(&dates, self.title);
        }
        if self.metadata.site.is_none() {
            let name = bylines::dateline(self.page.text(self.core.0));
            self.metadata.site =
                name.filter(|name| name.contains('.') && !name.contains(' ')).map(str::to_owned);
        }
    }

    /// The second block of running text: below it no imprint is looked for.
    fn imprint_end(&self) -> usize {
        let mut prose = (self.core.0..=self.core.1).filter(|index| is_prose(self.page, *index));
        prose.nth(1).unwrap_or(self.core.1 + 1).min(self.page.len())
    }
}

/// The day of publication out of the dates found: the first that is said to be it, then the first below the title,
/// then the one nearest above; a date said to be of an update only where there is no other.
fn published(dates: &[(usize, Imprint)], title: Option<usize>) -> Option<jiff::civil::Date> {
    let dated = || dates.iter().filter(|(_, imprint)| imprint.date.is_some());
    let fresh = || dated().filter(|(_, imprint)| !imprint.updated);
    let below = |(index, _): &&(usize, Imprint)| title.is_none_or(|title| *index > title);
    let found = fresh()
        .find(|(_, imprint)| imprint.published)
        .or_else(|| fresh().find(below))
        .or_else(|| fresh().next_back())
        .or_else(|| dated().next());
    found.and_then(|(_, imprint)| imprint.date)
}
