//! A checked draft: its text with the quotations marked, and the report on each beside it.

use std::ops::Range;

use maud::{Markup, html};

use crate::extract::draft::DraftText;
use crate::serve::drafts::{DraftReports, MAX_QUOTATIONS};
use crate::serve::page::foreign_text::ForeignText;
use crate::serve::page::reading_text::{ReadingText, filled};
use crate::serve::page::text::counted;
use crate::serve::page::verify::report;
use crate::serve::view::DraftId;
use crate::verify::{QuotationReport, QuotationVerdict};

/// A draft with the reports on its quotations.
pub(super) struct CheckedDraft<'d> {
    pub id: DraftId,
    pub draft: &'d DraftText,
    pub reports: DraftReports,
}

impl CheckedDraft<'_> {
    /// Returns the counts and the draft.
    pub(super) fn markup(&self, text: &ReadingText) -> Markup {
        html! {
            section.checked aria-labelledby="checked" {
                h2 #checked tabindex="-1" { (text.checked) }
                (self.summary(text))
                @for paragraph in self.paragraphs() { (self.paragraph(&paragraph, text)) }
            }
        }
    }

    /// Returns the number of quotations by verdict, and what the verdicts mean.
    fn summary(&self, text: &ReadingText) -> Markup {
        let DraftReports { reports, unclosed_marks, is_cut_off } = &self.reports;
        let count = |verdict| reports.iter().filter(|report| report.verdict == verdict).count() as u64;
        let others = reports.iter().filter(|report| report::is_doubtful(report)).count();
        let name = |verdict: QuotationVerdict| text.verdicts[verdict as usize];
        html! {
            p role="status" {
                @if reports.is_empty() { (text.no_quotations) }
                @else { strong { (counted(reports.len() as u64, text.quotations_found)) } }
            }
            @if !reports.is_empty() {
                dl.verdicts {
                    @for verdict in QuotationVerdict::ALL.into_iter().filter(|verdict| count(*verdict) > 0) {
                        div {
                            dt class=(verdict.name()) { (count(verdict)) " " (name(verdict).0) }
                            dd { (name(verdict).1) }
                        }
                    }
                }
            }
            @if others > 0 { p { (counted(others as u64, text.other_speakers)) } }
            @if *unclosed_marks > 0 { p.note { (counted(*unclosed_marks as u64, text.unclosed)) } }
            @if *is_cut_off { p.note { (filled(text.too_many, &[&MAX_QUOTATIONS.to_string()])) } }
        }
    }

    /// Returns the paragraphs of the draft, in bytes: runs of lines.
    fn paragraphs(&self) -> Vec<Range<usize>> {
        let draft = self.draft.text();
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for line in draft.split_inclusive('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len();
            if !range.is_empty() {
                paragraphs.push(range);
            }
        }
        paragraphs
    }

    /// Returns a paragraph with its quotations, and the reports on those that begin in it.
    fn paragraph(&self, paragraph: &Range<usize>, text: &ReadingText) -> Markup {
        let quoted = |report: &QuotationReport| self.draft.origin(report.range.clone());
        let touching = self.reports.reports.iter().enumerate().filter(|(_, report)| {
            let range = quoted(report);
            range.start < paragraph.end && range.end > paragraph.start
        });
        let begun = touching.clone().filter(|(_, report)| paragraph.contains(&quoted(report).start));
        let mut next = paragraph.start;
        let mut pieces = Vec::new();
        for (index, report) in touching {
            let range = quoted(report);
            let (start, end) = (range.start.max(next), range.end.min(paragraph.end));
            if start >= end {
                continue;
            }
            pieces.push((next..start, None));
            pieces.push((start..end, Some((index, report))));
            next = end;
        }
        pieces.push((next..paragraph.end, None));
        html! {
            div.row {
                p dir="auto" {
                    @for (range, quoted) in pieces {
                        @match quoted {
                            None => (self.text(range)),
                            Some((index, report)) => (self.quotation(&range, (index, report), paragraph)),
                        }
                    }
                }
                div.reports {
                    @for quotation in begun { (report::report(self.id, quotation, self.quote(quotation.1), text)) }
                }
            }
        }
    }

    /// Returns a quotation with what differs marked, as far as it is in `range`.
    fn quotation(
        &self,
        range: &Range<usize>,
        (index, report): (usize, &QuotationReport),
        paragraph: &Range<usize>,
    ) -> Markup {
        let begins = paragraph.contains(&self.draft.origin(report.range.clone()).start);
        let mut next = range.start;
        let mut pieces = Vec::new();
        for change in report.changes.iter().filter(|change| !change.range.is_empty()) {
            let changed = self.draft.origin(change.range.clone());
            let (start, end) = (changed.start.max(next), changed.end.min(range.end));
            if changed.start >= next && start < end {
                pieces.extend([(next..start, false), (start..end, true)]);
                next = end;
            }
        }
        pieces.push((next..range.end, false));
        html! {
            a.quoted.(report.verdict.name()).doubt[report::is_doubtful(report)] id=[begins.then(|| format!("q{}", index + 1))]
                href=(format_args!("#v{}", index + 1)) {
                @for (range, differs) in pieces {
                    @if differs { mark { (self.text(range)) } } @else { (self.text(range)) }
                }
            }
        }
    }

    /// Returns a quotation as the draft has it.
    fn quote(&self, report: &QuotationReport) -> &str {
        self.draft.readable().get(report.range.clone()).unwrap_or_default()
    }

    fn text(&self, range: Range<usize>) -> ForeignText<'_> {
        ForeignText(self.draft.text().get(range).unwrap_or_default())
    }
}
