//! Keeps the captions of a story in pictures that was saved as text.

use crate::clean::labels::{Role, Verdict};
use crate::clean::text::labeler::Labeler;
use crate::clean::text::lexicon::word_group::WordGroup;
use crate::clean::text::line_rules::is_prose;

/// Minimum number of captions of a story in pictures.
const MIN_CAPTIONS: usize = 4;
/// Maximum number of words of a line that credits a picture.
const MAX_CREDIT_WORDS: u32 = 10;
/// Number of words of a caption.
const CAPTION_WORDS: std::ops::RangeInclusive<u32> = 3..=80;

impl Labeler<'_> {
    /// Keeps captions that are numbered (`3/8 The bridge`) or stand above a credit each, where they are most
    /// of the text.
    pub(crate) fn keep_picture_story(&mut self) {
        let page = self.page;
        let numbered = self.numbered_captions();
        let captions = if numbered.len() >= MIN_CAPTIONS { numbered } else { self.credited_captions() };
        let (Some(first), Some(last)) = (captions.first(), captions.last()) else { return };
        if captions.len() < MIN_CAPTIONS {
            return;
        }
        let words = |lines: &mut dyn Iterator<Item = usize>| -> u32 {
            lines.map(|index| page.stats[index].words).sum()
        };
        let of_captions = words(&mut captions.iter().copied());
        let is_other = |index: &usize| {
            !captions.contains(index)
                && self.keeps(*index)
                && is_prose(page, *index)
                && self.title != Some(*index)
        };
        let of_prose = words(&mut (0..page.len()).filter(is_other));
        let is_begun = captions.iter().any(|index| self.keeps(*index)) || self.keeps(first.saturating_sub(1));
        if of_captions < of_prose || !is_begun || *last < self.core.0 {
            return;
        }
        for index in captions {
            let is_undecided = self.overrides[index].is_none() && self.recurrences[index].1 == 0;
            if is_undecided && self.stock_reasons[index].is_none() && self.roles[index] == Role::Body {
                self.overrides[index] = Some(Verdict::Keep);
                self.roles[index] = Role::Caption;
            }
        }
    }

    /// Returns the lines that begin with their number among the pictures, or stand below it.
    fn numbered_captions(&self) -> Vec<usize> {
        let page = self.page;
        let mut total = None;
        let mut next_number = 0;
        let mut captions = Vec::new();
        for index in 0..page.len() {
            let Some((number, of, tail)) = picture_number(page.text(index)) else { continue };
            let is_next = total.is_none_or(|total| total == of) && number > next_number;
            let caption = if tail.is_empty() { index + 1 } else { index };
            if is_next && caption < page.len() && CAPTION_WORDS.contains(&page.stats[caption].words) {
                (total, next_number) = (Some(of), number);
                captions.push(caption);
            }
        }
        captions
    }

    /// Returns the lines right above the credit of a picture.
    fn credited_captions(&self) -> Vec<usize> {
        let page = self.page;
        let is_credit = |index: usize| {
            let (stats, text) = (&page.stats[index], page.text(index));
            stats.words <= MAX_CREDIT_WORDS
                && stats.count(WordGroup::Picture) > 0
                && text.contains([':', '/', '©'])
                && stats.sentence_ends <= 1
        };
        let is_caption = |index: &usize| {
            is_credit(index + 1)
                && !is_credit(*index)
                && CAPTION_WORDS.contains(&page.stats[*index].words)
                && page.phrases[*index].is_none()
                && page.repeats[*index] == 1
                && self.title != Some(*index)
        };
        (0..page.len().saturating_sub(1)).filter(is_caption).collect()
    }
}

/// Returns the number of a picture, how many there are, and the rest of a line such as `3/8 The bridge`.
fn picture_number(text: &str) -> Option<(u32, u32, &str)> {
    let text = text.trim_start().trim_start_matches(['(', '[']);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, tail) = text.split_at(digits(text));
    let tail = tail.trim_start();
    let tail =
        tail.strip_prefix('/').or_else(|| tail.strip_prefix("of ")).or_else(|| tail.strip_prefix("von "))?;
    let tail = tail.trim_start();
    let (of, tail) = tail.split_at(digits(tail));
    let (number, of) = (number.parse().ok()?, of.parse().ok()?);
    let is_parted = !tail.starts_with(|c: char| c.is_alphanumeric() || c == '/');
    let tail = tail.trim_start_matches(|c: char| !c.is_alphanumeric() && !"„“\"«‘’".contains(c));
    (is_parted && (1..=of).contains(&number) && (4..200).contains(&of)).then_some((number, of, tail))
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use crate::clean::text::label_passes::pictures::*;

    #[test]
    fn numbers_of_pictures_are_no_dates() {
        assert_eq!(picture_number("3/8 The bridge"), Some((3, 8, "The bridge")));
        assert_eq!(picture_number("(3 of 8)"), Some((3, 8, "")));
        for text in ["3/8/2024 Harbour", "1/2 cup of milk", "24/7", "9/8 time", "3 locks"] {
            assert_eq!(picture_number(text), None, "{text}");
        }
    }

    const CAPTIONS: [&str; 6] = [
        "The swing bridge on its last open day, seen from the grain terminal",
        "Ivo Marsh at the lever that he pulled for thirty years",
        "Lorries wait in Mill Street at seven in the morning",
        "A child watches the last boat pass",
        "Two rollers, cracked",
        "The ferry that will carry pedestrians, in dry dock",
    ];

    #[test]
    fn the_captions_of_a_story_in_pictures_are_kept() {
        let credited =
            CAPTIONS.map(|caption| format!("{caption}\n\nPhotograph: Ann Lee/Coast Courier\n\n")).concat();
        let numbered: String =
            (1..).zip(CAPTIONS).map(|(number, caption)| format!("{number}/6\n{caption}\n\n")).collect();
        for captions in [credited, numbered] {
            let page = format!(
                "Home\nPhotos\nVideo\n\nIn pictures: the last day of the swing bridge\n\nFor 112 years it turned \
                 for every ship. On Sunday it turned for the last time.\n\n{captions}More galleries\nContact\n"
            );
            let body = clean_text(&page).body;
            for caption in CAPTIONS {
                assert!(body.text.as_str().contains(caption), "{caption}: {}", body.text.as_str());
            }
            assert!(!body.text.as_str().contains("Contact"));
        }
    }
}
