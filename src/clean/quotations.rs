//! Finds the quotations of a cleaned text, with their places in the original.

use crate::analysis::Language;
use crate::article::StoredQuotation;
use crate::quote::find_quotations_of;
use crate::text::MappedText;

/// Returns the quotations of `text`, which was made of `source` and has a title.
pub(super) fn stored_quotations(
    text: &MappedText,
    title: &str,
    source: &str,
    language: Language,
) -> Vec<StoredQuotation> {
    let mut code_points = CodePoints::new(source);
    let quotations = find_quotations_of(text.as_str(), title, language).into_iter().map(|quotation| {
        let origin = text.origin(quotation.range.clone());
        let original = code_points.before(origin.start)..code_points.before(origin.end);
        StoredQuotation::new(quotation, Some(original))
    });
    quotations.collect()
}

/// Counts the code points before offsets, which mostly rise.
struct CodePoints<'s> {
    source: &'s str,
    is_ascii: bool,
    /// Offset up to which is counted.
    offset: usize,
    count: usize,
}

impl<'s> CodePoints<'s> {
    fn new(source: &'s str) -> Self {
        CodePoints { source, is_ascii: source.is_ascii(), offset: 0, count: 0 }
    }

    /// Returns the number of code points before `offset`, which must be at the boundary of one.
    fn before(&mut self, offset: usize) -> usize {
        if self.is_ascii {
            return offset;
        }
        let count = |from, to| self.source.get(from..to).map_or(0, |text: &str| text.chars().count());
        self.count = match offset >= self.offset {
            true => self.count + count(self.offset, offset),
            false => self.count.saturating_sub(count(offset, self.offset)),
        };
        self.offset = offset;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::quotations::*;

    #[test]
    fn quotations_have_their_places_in_the_original() {
        let source = "<p>Ünder &amp; “über &amp;\n gut”, he said. “No.”";
        let mut text = MappedText::new();
        let at = |part: &str| source.find(part).unwrap_or_default();
        text.push("Ünder ", 3);
        text.push_as("&", at("&amp;")..at("&amp;") + 5);
        text.push(" “über ", at(" “über"));
        let second = at("&amp;\n");
        text.push_as("&", second..second + 5);
        text.push_as(" ", second + 5..second + 7);
        text.push("gut”, he said. “No.”", at("gut"));
        let found = stored_quotations(&text, "", source, Language::UNKNOWN);
        let chars: Vec<char> = source.chars().collect();
        let originals: Vec<String> = found
            .iter()
            .map(|quotation| chars[quotation.original.clone().unwrap_or_default()].iter().collect())
            .collect();
        assert_eq!(originals, ["über &amp;\n gut", "No."]);
    }

    #[test]
    fn code_points_are_counted_in_both_directions() {
        let source = "aäß…🙂b";
        let mut code_points = CodePoints::new(source);
        for offset in [0, 5, 1, 3, 12, 0, 13, 3] {
            let expected = source.char_indices().filter(|(start, _)| *start < offset).count();
            assert_eq!(code_points.before(offset), expected, "{offset}");
        }
    }
}
