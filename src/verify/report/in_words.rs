//! Says in words what a quotation has otherwise.

use std::fmt;

use crate::verify::report::{QuotationVerdict, WordChange};

/// A change in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeInWords<'c> {
    /// An ellipsis that leaves nothing out.
    NothingLeftOut,
    /// Words that the draft has left out.
    LeftOut(&'c str),
    /// Words that the draft has put in.
    PutIn(&'c str),
    /// Words that the draft has in place of others.
    Changed {
        /// Words of the source.
        was: &'c str,
        /// Words of the draft.
        now: &'c str,
    },
}

impl<'c> ChangeInWords<'c> {
    /// Returns a change of a quotation with this verdict in words.
    pub fn of(change: &'c WordChange, verdict: QuotationVerdict) -> Self {
        let (was, now) = (change.was.as_str(), change.now.as_str());
        let has_words = now.contains(char::is_alphanumeric);
        let has_ellipsis = now.contains('…') || now.contains("...") || now.starts_with('[') && !has_words;
        let is_ellipsis = verdict == QuotationVerdict::Elided && has_ellipsis;
        match (was.is_empty(), now.is_empty()) {
            (true, _) if is_ellipsis && !has_words => ChangeInWords::NothingLeftOut,
            (false, _) if is_ellipsis => ChangeInWords::LeftOut(was),
            (false, false) => ChangeInWords::Changed { was, now },
            (true, _) => ChangeInWords::PutIn(now),
            (false, true) => ChangeInWords::LeftOut(was),
        }
    }
}

impl fmt::Display for ChangeInWords<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChangeInWords::NothingLeftOut => write!(formatter, "nothing is left out"),
            ChangeInWords::LeftOut(was) => write!(formatter, "left out: {was}"),
            ChangeInWords::PutIn(now) => write!(formatter, "put in: {now}"),
            ChangeInWords::Changed { was, now } => write!(formatter, "was: {was} → draft: {now}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::report::in_words::*;

    #[test]
    fn no_side_of_a_change_is_empty() {
        use QuotationVerdict::{Differs, Edited, Elided};
        for (was, now, verdict, words) in [
            ("old", "new", Differs, "was: old → draft: new"),
            ("not", "", Differs, "left out: not"),
            ("", "really", Differs, "put in: really"),
            ("", "[sic]", Edited, "put in: [sic]"),
            ("he", "[Smith]", Edited, "was: he → draft: [Smith]"),
            ("not", "…", Elided, "left out: not"),
            ("not", "[...]", Elided, "left out: not"),
            ("not", "[]", Elided, "left out: not"),
            ("", "…", Elided, "nothing is left out"),
            ("", "[ ]", Elided, "nothing is left out"),
        ] {
            let change = WordChange { was: was.into(), now: now.into(), range: 0..0 };
            assert_eq!(ChangeInWords::of(&change, verdict).to_string(), words);
        }
    }
}
