//! Brackets around what the writer says, not around what an editor puts into the words of somebody else.

use rustc_hash::FxHashSet;

use crate::analysis::Language;
use crate::quote::{find_marked_quotations, is_double_mark, is_mark};
use crate::verify::words::Words;

/// Minimum number of words of a sentence in brackets.
const MIN_SENTENCE: usize = 4;

/// Makes the words within such brackets words like any others: those of a sentence in brackets, and those of
/// brackets around a quotation.
pub(super) fn free(words: &mut Words, text: &str, language: Language) {
    // The number of a bracket is its offset.
    let mut brackets: FxHashSet<u32> =
        words.words.iter().map(|word| word.bracket).filter(|bracket| *bracket > 0).collect();
    brackets.retain(|bracket| may_be_own(text, *bracket as usize));
    if brackets.is_empty() {
        return;
    }
    let quotations = find_marked_quotations(text, "", language);
    brackets.retain(|bracket| {
        let opening = *bracket as usize - 1;
        let before = quotations.partition_point(|quotation| quotation.range.start <= opening);
        let last = before.checked_sub(1).map(|last| &quotations[last].range);
        last.is_none_or(|range| !range.contains(&opening))
    });
    for word in words.words.iter_mut().filter(|word| brackets.contains(&word.bracket)) {
        word.bracket = 0;
    }
}

/// Returns whether the brackets whose content begins at `start` have a quotation or a sentence in them.
fn may_be_own(text: &str, start: usize) -> bool {
    let (Some(head), Some(rest)) = (text.get(..start.saturating_sub(1)), text.get(start..)) else {
        return false;
    };
    let mut depth = 1;
    let end = rest.char_indices().find(|(_, c)| {
        depth += match c {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        depth == 0
    });
    let Some((end, _)) = end else { return false };
    let (inside, behind) = (&rest[..end], &rest[end + 1..]);
    if inside.contains(is_double_mark) {
        return true;
    }
    let head = head.trim_end_matches([' ', '\u{a0}']);
    let begins =
        head.is_empty() || head.ends_with(|c: char| matches!(c, '\n' | '.' | '!' | '?') || is_mark(c));
    let ends =
        inside.trim_end().ends_with(['.', '!', '?']) || behind.starts_with(['.', '\n']) || behind.is_empty();
    begins && ends && inside.split_whitespace().nth(MIN_SENTENCE - 1).is_some()
}

#[cfg(test)]
mod tests {
    use crate::verify::find::tests::shown;

    #[test]
    fn what_the_writer_puts_in_brackets_is_found() {
        for (quote, source, expected) in [
            ("We do not like it", "He left.\n\n[“We do not like it.”—Rep. Ann Lee]", "verbatim"),
            ("We do not like it", "[“We do not like it,” Lee said later.]", "verbatim"),
            ("We do not like it", "[Lee said on Friday: “We do not like it.” The board agreed.]", "verbatim"),
            ("the mayor wrote that", "[UPDATE: The mayor wrote that “we stay.”]", "verbatim"),
            (
                "the story was corrected",
                "He left. [The story was corrected on Monday.] She stayed.",
                "verbatim",
            ),
            ("We [the people] like it", "[“We [the people] like it,” Lee said.]", "verbatim"),
            ("We the people like it", "[“We [the people] like it,” Lee said.]", "no"),
            ("the plan of the mayor", "[the plan] of the mayor", "no"),
            ("We [do not] like it", "“We [do not] like it,” Lee said.", "verbatim"),
            ("We do not like it", "“We [do not] like it,” Lee said.", "no"),
            ("the crowd did not like it", "“We go. [The crowd did not like it.] We stay,” Lee said.", "no"),
        ] {
            assert_eq!(shown(quote, source), expected, "{quote} / {source}");
        }
    }
}
