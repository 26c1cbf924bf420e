//! A text of an article, as words to compare quotations with.

mod attributions;
mod breaks;
mod clause_words;
mod clauses;
mod cut_off;
mod own_brackets;
mod utterances;
mod voices;

use std::cell::OnceCell;
use std::ops::Range;

use crate::analysis::Language;
use crate::article::{Quotation, QuotationKind};
use crate::quote::{find_marked_quotations, find_turns, is_mark};
use crate::verify::speakers::speaker_of;
use crate::verify::words::{Joint, Words};

pub(super) use cut_off::{begins_with_negation, ends_with_negation};

/// Maximum number of words of an attribution inside a quotation, if nothing but its verb tells that it is
/// one.
const MAX_ATTRIBUTION: usize = 30;

/// A text of an article.
pub(super) struct SourceText {
    pub text: String,
    /// Title of the article whose body this is.
    title: String,
    pub language: Language,
    pub words: Words,
    quotations: OnceCell<Vec<Quotation>>,
    /// Turns of a transcript.
    turns: OnceCell<Vec<Quotation>>,
    /// All words, and the words without the attributions inside quotations, if there are any.
    plain: WordOrder,
    joined: OnceCell<Option<WordOrder>>,
}

/// Words of a text in order, as their indexes and how each is joined to the one before it.
#[derive(Debug, Default)]
pub(super) struct WordOrder {
    pub indexes: Vec<u32>,
    pub joints: Vec<Joint>,
    /// Attributions within which the voice may change, each with the place of the word behind it.
    unsure: Vec<(usize, Range<usize>)>,
}

impl WordOrder {
    fn all(words: &Words) -> Self {
        let joints = words.words.iter().map(|word| word.joint).collect();
        WordOrder { indexes: (0..words.len() as u32).collect(), joints, unsure: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.indexes.len()
    }

    /// Returns the attribution before the word at `place` if what follows it may be the words of another
    /// speaker.
    pub(super) fn unsure_attribution(&self, place: usize) -> Option<Range<usize>> {
        let index = self.unsure.binary_search_by_key(&place, |(behind, _)| *behind).ok()?;
        Some(self.unsure[index].1.clone())
    }

    /// Returns the words between the places `range`, as a range of the words of the text.
    pub(super) fn words(&self, range: Range<usize>) -> Range<usize> {
        match self.indexes.get(range) {
            Some([first, .., last]) => *first as usize..*last as usize + 1,
            Some([only]) => *only as usize..*only as usize + 1,
            _ => 0..0,
        }
    }
}

impl SourceText {
    pub(super) fn new(text: String, language: Language) -> Self {
        let mut words = Words::in_language(&text, language);
        own_brackets::free(&mut words, &text, language);
        let plain = WordOrder::all(&words);
        let (quotations, turns, joined) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        SourceText { text, title: String::new(), language, words, quotations, turns, plain, joined }
    }

    /// Sets the title of the article whose body this is, which may have the full name of a speaker.
    pub(super) fn with_title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Returns the quotations of the text between marks.
    pub(super) fn quotations(&self) -> &[Quotation] {
        self.quotations.get_or_init(|| find_marked_quotations(&self.text, &self.title, self.language))
    }

    /// Returns the speaker of a part of the text: of a quotation, or of a turn of a transcript.
    pub(super) fn speaker(&self, span: &Range<usize>) -> Option<String> {
        speaker_of(self.quotations(), span).or_else(|| speaker_of(self.turns(), span))
    }

    /// Returns the turns of the text, if it is a transcript.
    fn turns(&self) -> &[Quotation] {
        self.turns.get_or_init(|| find_turns(&self.text, &self.title, self.language))
    }

    /// Returns the words as they stand in the text.
    pub(super) fn plain_order(&self) -> &WordOrder {
        &self.plain
    }

    /// Returns the orders in which the words can be read: all of them, and those of quotations without the
    /// attributions inside.
    pub(super) fn orders(&self) -> impl Iterator<Item = &WordOrder> {
        std::iter::once(&self.plain).chain(
            std::iter::once_with(|| self.joined.get_or_init(|| self.joined_order()).as_ref()).flatten(),
        )
    }

    /// Returns the words without the attributions inside quotations.
    fn joined_order(&self) -> Option<WordOrder> {
        let mut order = WordOrder::default();
        let mut next = 0;
        for gap in self.quotations().windows(2) {
            let [first, second] = gap else { continue };
            let Range { start: from, end: to } = self.gap_between(first, second);
            if from < next || !self.is_attribution(first, second, from..to) {
                continue;
            }
            self.append(&mut order, next..from);
            if self.may_change_voice(first, &(from..to)) {
                order.unsure.push((order.len(), from..to));
            }
            next = to;
        }
        if next == 0 {
            return None;
        }
        self.append(&mut order, next..self.words.len());
        Some(order)
    }

    /// Appends words, the first of which follows an attribution: in the next sentence, or in the same one.
    fn append(&self, order: &mut WordOrder, range: Range<usize>) {
        for index in range.clone() {
            let word = &self.words.words[index];
            let joint = match index == range.start && index > 0 {
                true => match without_dashes(marks_before(&self.text, word.span.start)).ends_with('.') {
                    true => Joint::Attributed,
                    false => Joint::Folded,
                },
                false => word.joint,
            };
            order.indexes.push(index as u32);
            order.joints.push(joint);
        }
    }
}

impl SourceText {
    /// Returns whether a sentence or a quotation ends between the words `before` and `next`, so that nothing
    /// is missing there.
    pub(super) fn is_parted(&self, before: usize, next: usize) -> bool {
        let (word, following) = (&self.words.words[before], &self.words.words[next]);
        let Some(between) = self.text.get(word.span.end..following.span.start) else { return false };
        let starts_low = self.text[following.span.clone()].starts_with(char::is_lowercase);
        if between.contains("\n\n") || between.contains(['。', '！', '？']) {
            return true;
        }
        let has_end = between.contains(['\n', '!', '?']) || between.contains('.') && !self.is_stopped(before);
        if has_end && !starts_low {
            return true;
        }
        let is_between = |offset: usize| word.span.end <= offset && offset <= following.span.start;
        self.quotations().iter().enumerate().any(|(index, quotation)| {
            if quotation.kind == QuotationKind::Term {
                return false;
            }
            let goes_on = |first: Option<&Quotation>, second: Option<&Quotation>| {
                first.zip(second).is_some_and(|(first, second)| self.goes_on(first, second))
            };
            let others = self.quotations();
            let before = index.checked_sub(1).and_then(|before| others.get(before));
            is_between(quotation.range.start) && !goes_on(before, Some(quotation))
                || is_between(quotation.range.end) && !goes_on(Some(quotation), others.get(index + 1))
        })
    }

    /// Returns whether nothing but an attribution stands between two quotations.
    pub(super) fn is_split(&self, first: &Quotation, second: &Quotation) -> bool {
        first.range.end <= second.range.start
            && self.is_attribution(first, second, self.gap_between(first, second))
    }

    /// Returns whether no sentence ends between two quotations, so that the second may go on from the first.
    pub(super) fn goes_on(&self, first: &Quotation, second: &Quotation) -> bool {
        let gap = self.text.get(first.range.end..second.range.start).unwrap_or_default();
        let ends = ['.', '!', '?', '…'];
        !gap.contains('\n')
            && !self.text[first.range.clone()].ends_with(ends)
            && !without_dashes(marks_before(&self.text, second.range.start)).ends_with(ends)
            && !self.has_sentence_end(self.gap_between(first, second))
    }

    /// Returns the words between two quotations.
    fn gap_between(&self, first: &Quotation, second: &Quotation) -> Range<usize> {
        let place = |offset: usize| self.words.words.partition_point(|word| word.span.start < offset);
        place(first.range.end)..place(second.range.start)
    }

    /// Returns whether a word may have a stop that ends no sentence.
    fn is_stopped(&self, index: usize) -> bool {
        let text = self.words.text(index);
        let written = &self.text[self.words.words[index].span.clone()];
        text.chars().count() == 1 || written.contains('.') || ABBREVIATIONS.contains(&text)
    }
}

/// Returns what stands before the opening marks at `offset`.
fn marks_before(text: &str, offset: usize) -> &str {
    text[..offset].trim_end_matches(|c: char| is_mark(c) || matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
}

/// Returns `text` without the dashes at its end.
fn without_dashes(text: &str) -> &str {
    text.trim_end_matches(['—', '–', '―', '-', ' ', '\u{a0}'])
}

/// Words that a stop abbreviates.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "st", "jr", "sr", "lt", "col", "sgt", "capt", "adm",
    "prof", "rev", "hon", "inc", "co", "corp", "no", "vs", "us", "dc", "jan", "feb", "mar", "apr", "aug",
    "sept", "oct", "nov", "dec", "conn", "mass", "va", "pa", "calif", "fla", "ill", "ind", "md", "mich",
    "minn", "tenn", "tex", "wash", "wis", "ala", "ariz", "ark", "colo", "del", "ga", "kan", "ky", "la",
    "miss", "mo", "mont", "neb", "nev", "okla", "ore",
];
