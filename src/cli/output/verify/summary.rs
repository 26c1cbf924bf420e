//! Counts verdicts.

use clippings::{QuotationReport, QuotationVerdict, SpeakerVerdict};

use crate::cli::output::messages::count_of;

/// Number of quotations by verdict.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    verdicts: Vec<QuotationVerdict>,
    absent_terms: usize,
    other_speakers: usize,
    unclosed_marks: usize,
}

impl Summary {
    /// Counts a report.
    pub(crate) fn add(&mut self, report: &QuotationReport) {
        match report.is_absent_term() {
            true => self.absent_terms += 1,
            false => self.verdicts.push(report.verdict),
        }
        self.other_speakers += usize::from(report.speaker.verdict == SpeakerVerdict::Other);
    }

    /// Counts marks that nothing closes.
    pub(crate) fn add_unclosed_marks(&mut self, count: usize) {
        self.unclosed_marks += count;
    }

    /// Returns the number of quotations with a verdict, without titles and terms that are absent.
    pub(crate) fn count(&self, verdict: QuotationVerdict) -> usize {
        self.verdicts.iter().filter(|other| **other == verdict).count()
    }

    /// Returns the number of quotations whose speakers have a verdict.
    pub(crate) fn speakers(&self, verdict: SpeakerVerdict) -> usize {
        if verdict == SpeakerVerdict::Other { self.other_speakers } else { 0 }
    }

    /// Returns the counts in words: `3 quotations: 2 verbatim, 1 differs; 1 has another speaker;
    /// 1 mark not closed`.
    pub(crate) fn line(&self) -> String {
        let mut line = count_of((self.verdicts.len() + self.absent_terms) as u64, "quotation");
        let mut counts: Vec<String> = QuotationVerdict::ALL
            .into_iter()
            .filter(|verdict| self.count(*verdict) > 0)
            .map(|verdict| match (verdict, self.count(verdict)) {
                (QuotationVerdict::Differs, count @ 2..) => format!("{count} differ"),
                (verdict, count) => format!("{count} {}", verdict.name()),
            })
            .collect();
        match self.absent_terms {
            0 => {}
            1 => counts.push("1 absent title or term".into()),
            count => counts.push(format!("{count} absent titles or terms")),
        }
        if !counts.is_empty() {
            line = format!("{line}: {}", counts.join(", "));
        }
        match self.other_speakers {
            0 => {}
            1 => line.push_str("; 1 has another speaker"),
            count => line.push_str(&format!("; {count} have another speaker")),
        }
        match self.unclosed_marks as u64 {
            0 => line,
            count => format!("{line}; {} not closed", count_of(count, "mark")),
        }
    }
}
