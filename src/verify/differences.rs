//! Aligns a quotation with a text that has most of its words, and tells what differs.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::verify::pattern::{MAX_OMITTED, QuotePart, QuotePattern};
use crate::verify::source_text::{SourceText, WordOrder};

/// Maximum number of words of a quotation whose differences are looked for.
pub(super) const MAX_WORDS: usize = 1000;
/// Number of places of a text around which the quotation is aligned.
const MAX_WINDOWS: usize = 2;
/// Share of a quotation below which its alignment is not improved.
const MIN_SHARE: f32 = 0.3;
/// Number of words on either side of a window.
const MARGIN: usize = 10;

/// A passage of a text beside a quotation.
#[derive(Debug, Clone, Default)]
pub(super) struct QuoteAlignment {
    /// The words of the text.
    pub words: Range<usize>,
    /// Words of the text and of the quotation that differ.
    pub hunks: Vec<Hunk>,
    /// Sum of the weights of the words that match, as a share of those of all words.
    pub share: f32,
    /// Number of words that match.
    pub matched: usize,
    /// Length of the longest run of words that match.
    pub run: usize,
    /// Number of words that differ.
    pub cost: usize,
}

/// Words that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// Words of the text.
    pub was: Range<usize>,
    /// Words of the quotation.
    pub now: Range<usize>,
}

/// A word of the quotation that is aligned, and whether an ellipsis stands before it.
struct Unit {
    word: usize,
    after_gap: bool,
}

/// Returns the share of a quotation that the part of a text with most of its words has, whatever their order.
/// `weights` are those of the words of the quotation.
pub(super) fn coverage(pattern: &QuotePattern, weights: &[f32], source: &SourceText) -> f32 {
    let units = units_of(pattern);
    let all: f32 = units.iter().map(|unit| weights[unit.word]).sum();
    let (sums, _) = window_sums(pattern, &units, weights, source, source.plain_order());
    sums.into_iter().fold(0.0, f32::max) / all.max(f32::MIN_POSITIVE)
}

/// Returns the best alignment of a quotation with a text.
pub(super) fn align(pattern: &QuotePattern, weights: &[f32], source: &SourceText) -> Option<QuoteAlignment> {
    let units = units_of(pattern);
    if units.is_empty() || units.len() > MAX_WORDS {
        return None;
    }
    let mut best: Option<QuoteAlignment> = None;
    for (number, order) in source.orders().enumerate() {
        for window in windows(pattern, &units, weights, source, order) {
            let aligned = align_window(pattern, &units, weights, source, order, window);
            let is_better = |best: &QuoteAlignment| {
                (aligned.share, -(aligned.cost as f32)) > (best.share, -(best.cost as f32))
            };
            if aligned.matched > 0 && best.as_ref().is_none_or(is_better) {
                best = Some(aligned);
            }
        }
        // Attributions are looked for only where one may be in the way.
        let may_be_better = best.as_ref().is_some_and(|best| {
            best.share >= MIN_SHARE && best.share < 1.0 && source.is_beside_mark(&best.words)
        });
        if number == 0 && !may_be_better {
            break;
        }
    }
    best
}

/// Returns the words of a quotation that are aligned.
fn units_of(pattern: &QuotePattern) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut after_gap = false;
    for element in &pattern.elements {
        match element {
            QuotePart::Word(word) => {
                units.push(Unit { word: *word, after_gap: std::mem::take(&mut after_gap) })
            }
            QuotePart::Gap(_) => after_gap = true,
            QuotePart::Bracket(words, _) => {
                units.extend(
                    words.clone().map(|word| Unit { word, after_gap: std::mem::take(&mut after_gap) }),
                );
            }
        }
    }
    units
}

/// Returns the parts of a text that have most of the words, as ranges of places.
fn windows(
    pattern: &QuotePattern,
    units: &[Unit],
    weights: &[f32],
    source: &SourceText,
    order: &WordOrder,
) -> Vec<Range<usize>> {
    let (sums, length) = window_sums(pattern, units, weights, source, order);
    let mut windows: Vec<Range<usize>> = Vec::new();
    let is_apart = |range: &Range<usize>, other: &Range<usize>| {
        other.end + length / 2 < range.end || range.end + length / 2 < other.end
    };
    while windows.len() < MAX_WINDOWS {
        let range_at =
            |end: usize| (end + 1).saturating_sub(length + MARGIN)..(end + 1 + MARGIN).min(order.len());
        let free = (0..sums.len())
            .filter(|end| sums[*end] > 0.0 && windows.iter().all(|other| is_apart(&range_at(*end), other)));
        let Some(end) = free.max_by(|a, b| sums[*a].total_cmp(&sums[*b])) else { break };
        windows.push(range_at(end));
    }
    windows
}

/// Returns the weight of the words of a quotation in the part of a text that ends with each word, and the
/// length of the parts.
fn window_sums(
    pattern: &QuotePattern,
    units: &[Unit],
    weights: &[f32],
    source: &SourceText,
    order: &WordOrder,
) -> (Vec<f32>, usize) {
    let gaps = units.iter().filter(|unit| unit.after_gap).count();
    let length = units.len() + units.len() / 4 + 4 + gaps * MAX_OMITTED / 2;
    let mut known: FxHashMap<u64, (usize, f32, usize)> = FxHashMap::default();
    for unit in units {
        let number = known.len();
        let entry =
            known.entry(pattern.words.words[unit.word].key).or_insert((number, weights[unit.word], 0));
        entry.2 += 1;
    }
    let words: Vec<Option<(usize, f32, usize)>> = order
        .indexes
        .iter()
        .map(|index| known.get(&source.words.words[*index as usize].key).copied())
        .collect();
    let mut counts = vec![0usize; known.len()];
    let (mut sum, mut sums) = (0.0, Vec::with_capacity(words.len()));
    for place in 0..words.len() {
        if let Some((number, weight, most)) = words[place] {
            counts[number] += 1;
            if counts[number] <= most {
                sum += weight;
            }
        }
        if let Some(Some((number, weight, most))) = place.checked_sub(length).map(|left| words[left]) {
            counts[number] -= 1;
            if counts[number] < most {
                sum -= weight;
            }
        }
        sums.push(sum);
    }
    (sums, length)
}

/// Aligns a quotation with a part of a text so that as few words as possible differ. What stands before the
/// first word that matches and behind the last is free, and so is what an ellipsis leaves out.
fn align_window(
    pattern: &QuotePattern,
    units: &[Unit],
    weights: &[f32],
    source: &SourceText,
    order: &WordOrder,
    window: Range<usize>,
) -> QuoteAlignment {
    let (rows, width) = (units.len(), window.len() + 1);
    let are_same = |row: usize, column: usize| {
        let place = window.start + column;
        let index = order.indexes[place] as usize;
        let (word, other) = (units[row].word, &source.words.words[index]);
        let typed = &pattern.words.words[word];
        pattern.words.is_word(word, &source.words, index) && (typed.bracket > 0) == (other.bracket > 0)
    };
    let is_joined_alike = |row: usize, column: usize| {
        let typed = &pattern.words.words[units[row].word];
        let place = window.start + column;
        row == 0 || units[row].after_gap || source.is_joined_as(typed, order, place)
    };
    // Costs from here to the end. A pair costs nothing; a word of either side one.
    let mut costs = vec![0u32; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..width).rev() {
            let skip_unit = costs[(row + 1) * width + column] + 2;
            let mut cost = skip_unit;
            if column + 1 < width {
                let skip_word = if row == 0 || units[row].after_gap { 0 } else { 2 };
                cost = cost.min(costs[row * width + column + 1] + skip_word);
                if are_same(row, column) {
                    let joint = if is_joined_alike(row, column) { 0 } else { 1 };
                    cost = cost.min(costs[(row + 1) * width + column + 1] + joint);
                }
            }
            costs[row * width + column] = cost;
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < rows {
        let cost = costs[row * width + column];
        if column + 1 < width && are_same(row, column) {
            let joint = if is_joined_alike(row, column) { 0 } else { 1 };
            if cost == costs[(row + 1) * width + column + 1] + joint {
                pairs.push((row, column));
                (row, column) = (row + 1, column + 1);
                continue;
            }
        }
        let skip_word = if row == 0 || units[row].after_gap { 0 } else { 2 };
        if column + 1 < width && cost == costs[row * width + column + 1] + skip_word {
            column += 1;
        } else {
            row += 1;
        }
    }
    summarize(pattern, units, weights, source, order, window.start, &pairs)
}

/// Returns the alignment of pairs of words.
fn summarize(
    pattern: &QuotePattern,
    units: &[Unit],
    weights: &[f32],
    source: &SourceText,
    order: &WordOrder,
    start: usize,
    pairs: &[(usize, usize)],
) -> QuoteAlignment {
    let mut alignment = QuoteAlignment::default();
    let [(first_row, first_column), ..] = *pairs else { return alignment };
    let all: f32 = units.iter().map(|unit| weights[unit.word]).sum();
    let matched: f32 = pairs.iter().map(|(row, _)| weights[units[*row].word]).sum();
    alignment.share = if all > 0.0 { matched / all } else { pairs.len() as f32 / units.len() as f32 };
    alignment.matched = pairs.len();
    let runs = pairs.chunk_by(|a, b| a.0 + 1 == b.0 && a.1 + 1 == b.1);
    alignment.run = runs.map(<[_]>::len).max().unwrap_or(0);
    let unit_words = |rows: Range<usize>| match units.get(rows.clone()) {
        Some([first, .., last]) => first.word..last.word + 1,
        Some([only]) => only.word..only.word + 1,
        _ => {
            let word = units.get(rows.start).map_or(pattern.words.len(), |unit| unit.word);
            word..word
        }
    };
    let place_words = |places: Range<usize>| match places.is_empty() {
        false => order.words(places),
        true => {
            let word = order.words(places.start..places.start + 1).start;
            word..word
        }
    };
    // Words before the first that matches stand for as many in the source, as far as its sentence reaches.
    let before = (0..first_row).rev().scan(start + first_column, |place, _| {
        *place = place.checked_sub(1)?;
        let next = order.indexes[*place + 1] as usize;
        source.is_within(order.indexes[*place] as usize, next).then_some(*place)
    });
    let begin = before.last().unwrap_or(start + first_column);
    // A contraction stands for two words.
    let contracted =
        units.first().filter(|_| first_row > 0).and_then(|unit| pattern.words.contracted(unit.word));
    let begin = match begin.checked_sub(1) {
        Some(place) if contracted.as_deref() == Some(source.words.text(order.indexes[place] as usize)) => {
            place
        }
        _ => begin,
    };
    let (mut next_row, mut next_place) = (0, begin);
    for (row, column) in pairs {
        let place = start + column;
        let is_gap = units[*row].after_gap && *row > 0;
        let same_joint = match is_gap {
            // An ellipsis leaves out whole words.
            true => !source.words.is_bound(order.indexes[place] as usize),
            false => {
                *row == 0
                    || next_row < *row
                    || next_place < place
                    || source.is_joined_as(&pattern.words.words[units[*row].word], order, place)
            }
        };
        if next_row < *row || next_place < place && !is_gap {
            let was = if is_gap { next_place..next_place } else { next_place..place };
            alignment.hunks.push(Hunk { was: place_words(was), now: unit_words(next_row..*row) });
        } else if !same_joint {
            // The two words are joined by something else: both are shown.
            let first = if is_gap { *row } else { *row - 1 };
            let was = place_words(place.saturating_sub(1)..place + 1);
            alignment.hunks.push(Hunk { was, now: unit_words(first..*row + 1) });
        }
        (next_row, next_place) = (row + 1, place + 1);
    }
    let mut end = next_place;
    if next_row < units.len() {
        while end < order.len() && end - next_place < units.len() - next_row {
            let (last, next) = (order.indexes[end - 1] as usize, order.indexes[end] as usize);
            if !source.is_within(last, next) {
                break;
            }
            end += 1;
        }
        alignment
            .hunks
            .push(Hunk { was: place_words(next_place..end), now: unit_words(next_row..units.len()) });
    }
    alignment.words = order.words(begin..end);
    let is_contracted =
        |hunk: &Hunk| pattern.words.are_contracted(hunk.now.clone(), &source.words, hunk.was.clone());
    if alignment.hunks.iter().all(is_contracted) {
        (alignment.share, alignment.matched, alignment.run) = (1.0, units.len(), units.len());
    }
    push_edges(&mut alignment, units, source);
    alignment.cost = alignment.hunks.iter().map(|hunk| hunk.was.len() + hunk.now.len()).sum();
    alignment
}

/// Adds what stands before the first word or behind the last and makes another word of it.
fn push_edges(alignment: &mut QuoteAlignment, units: &[Unit], source: &SourceText) {
    let (Range { start, end }, hunks) = (alignment.words.clone(), &mut alignment.hunks);
    let [Unit { word: first, .. }, ..] = *units else { return };
    let last = units.last().map_or(first, |unit| unit.word);
    let is_bound = |index: usize| start < end && index > 0 && source.words.is_bound(index);
    if is_bound(start) && hunks.first().is_none_or(|hunk| hunk.was.start > start) {
        hunks.insert(0, Hunk { was: start - 1..start + 1, now: first..first + 1 });
        alignment.words.start = start - 1;
    }
    if is_bound(end) && hunks.last().is_none_or(|hunk| hunk.was.end < end) {
        hunks.push(Hunk { was: end - 1..end + 1, now: last..last + 1 });
        alignment.words.end = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::verify::differences::*;

    /// Returns what differs, as `was → now`.
    fn shown(quote: &str, source: &str) -> String {
        let pattern = QuotePattern::of(quote, Language::ENGLISH);
        let source = SourceText::new(source.to_owned(), Language::ENGLISH);
        let weights = vec![1.0; pattern.words.len()];
        let Some(found) = align(&pattern, &weights, &source) else { return "nothing".into() };
        let hunks = found.hunks.iter().map(|hunk| {
            let was = &source.text[source.words.span(hunk.was.clone())];
            format!("{was} → {}", &quote[pattern.words.span(hunk.now.clone())])
        });
        hunks.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn exactly_the_changed_words_differ() {
        let source =
            "Nobody came. “The mayor will not resign before the 15 votes of $50 are counted, she said.”";
        for (quote, expected) in [
            ("The mayor will not resign before the 15 votes", ""),
            ("The mayor will resign before the 15 votes", "not → "),
            ("The mayor will not really resign before", " → really"),
            ("The mayor will not return before the 15 votes", "resign → return"),
            ("The mayor will resign not before the 15 votes", "not → ,  → not"),
            ("The mayor will not resign before the 16 votes", "15 → 16"),
            ("A mayor will not resign before the 15", "The → A"),
            ("before the 15 votes of 50 are", "$ → "),
            ("will not re-sign before the 15 votes", "resign → re-sign"),
            ("won’t resign before the 15 votes", "will not → won’t"),
            ("The mayor will not resign. Before the 15 votes", "resign before → resign. Before"),
            ("will not resign before the 15 ballots", "votes → ballots"),
            ("The mayor will … before the 16 votes", "15 → 16"),
        ] {
            assert_eq!(shown(quote, source), expected, "{quote}");
        }
    }

    #[test]
    fn attributions_do_not_differ() {
        let source = "“The mayor will not resign,” the deputy said, “before the votes are counted.”";
        assert_eq!(shown("The mayor will not resign, after the votes are counted", source), "before → after");
    }
}
