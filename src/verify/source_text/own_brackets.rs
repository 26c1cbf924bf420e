//! Brackets around a quotation, not around what an editor puts into the words of somebody else.

use rustc_hash::FxHashSet;

use crate::analysis::Language;
use crate::quote::{find_marked_quotations, is_double_mark};
use crate::verify::words::Words;

/// Makes the words within brackets around a quotation words like any others.
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

/// Returns whether the brackets whose content begins at `start` have a quotation in them.
fn may_be_own(text: &str, start: usize) -> bool {
    let Some(rest) = text.get(start..) else { return false };
    let mut depth = 1;
    let end = rest.find(|c| {
        depth += match c {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        depth == 0
    });
    end.is_some_and(|end| rest[..end].contains(is_double_mark))
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
            ("It was not sold", "LEE: We sold it. [It was not sold at all.] It was time.", "no"),
            ("We sold it. It was not sold", "LEE: We sold it. [It was not sold at all.] It was time.", "no"),
            ("We sold it. It was not sold", "LEE: We sold it. [“It was not sold,” Bell said.]", "no"),
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
