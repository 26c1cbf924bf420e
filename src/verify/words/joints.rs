//! How words are joined.

/// Joint of a word to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Joint {
    /// By spaces and punctuation, or by nothing.
    Space,
    /// By a hyphen without spaces.
    Hyphen,
    /// By a hyphen at the end of a line.
    Wrapped,
    /// By a dash.
    Dash,
    /// By a short dash without spaces, which may be the hyphen of a compound.
    ShortDash,
    /// By a dash between numbers.
    Range,
    /// By the end of one quotation and the beginning of the next.
    Closed,
    /// By an attribution that ends with its sentence.
    Attributed,
    /// By an attribution within a sentence, whatever punctuation is around it.
    Folded,
    /// By the beginning or the end of direct speech.
    Quoted,
}

impl Joint {
    /// Returns whether a word of a quotation is joined to the one before it as two words of a source are, as
    /// far as typography tells.
    pub(super) fn is_like(self, other: Joint) -> bool {
        let is_hyphen = |joint| matches!(joint, Joint::Hyphen | Joint::Wrapped);
        match (self, other) {
            (a, b) if a == b => true,
            (Joint::Closed, _) | (_, Joint::Closed) => false,
            (Joint::Range, other) | (other, Joint::Range) => other != Joint::Space,
            // A dash is a mark like any other.
            (Joint::ShortDash, other) | (other, Joint::ShortDash) => other != Joint::Space,
            (Joint::Dash, other) | (other, Joint::Dash) => other == Joint::Wrapped,
            (a, b) => is_hyphen(a) == is_hyphen(b),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::words::*;

    #[test]
    fn joints_fold_what_is_typography() {
        for (a, b, expected) in [
            ("5–3", "5 3", false),
            ("5 - 10", "5 10", false),
            ("$5–$10", "$5 $10", false),
            ("5–10", "5-10", true),
            ("5 – 10", "5–10", true),
            ("man—eating", "man-eating", false),
            ("man–eating", "man-eating", true),
            ("yes—no", "yes - no", true),
            ("yes–no", "yes — no", true),
            ("yes -- no", "yes – no", true),
            ("yes -- no", "yes, no", false),
            ("yes -- no", "yes no", false),
            ("yes–no", "yes no", false),
            ("man eating", "man-eating", false),
            ("in 2016, 20 came", "in 2016 20 came", false),
        ] {
            let (a, b) = (Words::of(a), Words::of(b));
            let are_alike = a.words.iter().zip(&b.words).all(|(a, b)| a.is_joined_as(b, b.joint));
            assert_eq!((are_alike, a.len()), (expected, b.len()), "{:?}", (a.buffer, b.buffer));
        }
    }
}
