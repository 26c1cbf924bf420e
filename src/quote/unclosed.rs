//! Quotation marks that nothing closes.

use crate::analysis::detect;
use crate::quote::spans::{find_spans, has_dialogue};

/// Returns the offsets of the marks in `text` that open a quotation which nothing closes, so that
/// [`find_quotations`](crate::quote::find_quotations) does not return it, in order. Apostrophes, marks for
/// inches, and the marks of quotations that go on in the next paragraph are none.
pub(crate) fn unclosed_marks(text: &str) -> Vec<usize> {
    let mut unclosed = find_spans(text, has_dialogue(detect(text))).unclosed;
    unclosed.sort_unstable();
    unclosed
}

#[cfg(test)]
mod tests {
    use crate::quote::unclosed::*;

    #[test]
    fn marks_without_a_pair_are_found() {
        for (text, expected) in [
            ("“We stay,” he said.", &[][..]),
            ("“We stay, he said.", &[0]),
            ("He said: \"We stay.", &[9]),
            ("\"We stay, he said. \"We go,\" she said.", &[0]),
            ("“We stay, he said. „Wir gehen, sagte er.", &[0, 21]),
            ("“We stay.\n\n“We go,” he said.", &[]),
            ("“We stay.\n\n“We go, he said.", &[]),
            ("“We stay.\n\nHe left. “We go,” he said.", &[0]),
            ("‘We stay, he said. «We go, he said.", &[0, 21]),
            ("He is 6'2\" tall, with a 19\" rack and the dogs' bowls of the ’90s, rock 'n' roll.", &[]),
            ("It is the ‘90s, 'tis said, and 'em too.", &[]),
            ("<a href=\"x>", &[]),
            ("It ends here,” he said.", &[]),
        ] {
            assert_eq!(unclosed_marks(text), expected, "{text}");
        }
    }
}
