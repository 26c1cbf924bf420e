//! Choosing the sentences that show the most of a query.

use std::ops::Range;

use crate::article::StoredText;
use crate::search::snippet::highlighter::{Highlight, Highlighter};
use crate::search::snippet::render::{Passage, PassageRenderer};
use crate::text::{LineStart, sentence_around, sentence_starts};

/// Sentences put together to one passage at the most.
const MAX_SENTENCES: usize = 3;

/// Highlighter looked at when sentences are chosen: an article in which a word stands more often shows one of the first.
const MAX_MARKS: usize = 2000;

/// A sentence in which something matched.
struct Sentence {
    range: Range<usize>,
    clauses: Vec<usize>,
}

impl Sentence {
    /// How many clauses match in it.
    fn distinct(&self) -> usize {
        let mut clauses = self.clauses.clone();
        clauses.sort_unstable();
        clauses.dedup();
        clauses.len()
    }
}

/// The passages of `stored`, `limit` at most, that show what `marks` looks for: first the sentences that together show the
/// most of it, then further ones. None when nothing matches.
pub fn passages(stored: &StoredText, marks: &Highlighter, limit: usize) -> Vec<Passage> {
    passages_in_context(stored, marks, limit, 0)
}

/// The same, each with so many sentences before and after what matched.
pub fn passages_in_context(
    stored: &StoredText,
    marks: &Highlighter,
    limit: usize,
    context: usize,
) -> Vec<Passage> {
    let blocks: Vec<LineStart> = stored.lines.blocks().collect();
    // The first sentence that shows all is the best, and there is no need to read on behind it.
    let shows_all = |found: &[Highlight], end: usize| {
        let shown = |sentence: &Sentence| sentence.distinct() == marks.clauses() && sentence.range.end <= end;
        limit == 1
            && context == 0
            && found.len() < MAX_MARKS
            && sentences(stored, &blocks, found).iter().any(shown)
    };
    let mut found = marks.find_until(&stored.text, stored.language, &blocks, shows_all);
    found.truncate(MAX_MARKS);
    let sentences = sentences(stored, &blocks, &found);
    let best = choose(&sentences, marks.clauses());
    if best.is_empty() {
        return Vec::new();
    }
    let render = PassageRenderer::new(stored, &blocks, &found);
    let around = SentenceContext::new(stored, &blocks, context);
    let range = |index: &usize| around.widen(sentences[*index].range.clone());
    let mut passages = vec![render.passage(joined(best.iter().map(range)))];
    let mut more: Vec<usize> = (0..sentences.len()).filter(|index| !best.contains(index)).collect();
    more.sort_by_key(|index| usize::MAX - sentences[*index].distinct());
    passages
        .extend(more.iter().take(limit.saturating_sub(1)).map(|index| render.passage(vec![range(index)])));
    passages
}

/// The sentences beside those that are shown.
struct SentenceContext<'t> {
    text: &'t str,
    /// Where the sentences of the text begin, and where it ends; empty when none is wanted.
    starts: Vec<usize>,
    /// How many are shown to each side.
    count: usize,
}

impl<'t> SentenceContext<'t> {
    fn new(stored: &'t StoredText, blocks: &[LineStart], count: usize) -> Self {
        let mut starts = Vec::new();
        if count > 0 {
            let ends = blocks.iter().skip(1).map(|block| block.offset).chain([stored.text.len()]);
            let ranges = blocks.iter().zip(ends).map(|(block, end)| block.offset..end);
            starts = ranges.flat_map(|range| sentence_starts(&stored.text, range)).collect();
            starts.push(stored.text.trim_end().len());
        }
        SentenceContext { text: &stored.text, starts, count }
    }

    /// `range` with the sentences before and after it.
    fn widen(&self, range: Range<usize>) -> Range<usize> {
        let first = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let last = self.starts.partition_point(|start| *start < range.end);
        let at = |index: usize| self.starts.get(index.min(self.starts.len().saturating_sub(1)));
        let start = at(first.saturating_sub(self.count)).map_or(range.start, |start| range.start.min(*start));
        let end = at(last + self.count)
            .and_then(|end| self.text.get(..*end))
            .map_or(0, |text| text.trim_end().len());
        if self.count == 0 { range } else { start..end.max(range.end) }
    }
}

/// Ranges in order, those joined that touch.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match all.last_mut().filter(|last| last.end > range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => all.push(range),
        }
    }
    all
}

/// The sentences around the marks, in order, each with the clauses that match in it. A mark that runs over the end
/// of a sentence or a paragraph takes both.
fn sentences(stored: &StoredText, blocks: &[LineStart], found: &[Highlight]) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for mark in found {
        match sentences.last_mut() {
            Some(last) if mark.span.start < last.range.end && mark.span.end <= last.range.end => {
                last.clauses.push(mark.clause);
            }
            _ => {
                let block = block_at(blocks, mark.span.start, &stored.text).start
                    ..block_at(blocks, mark.span.end.saturating_sub(1), &stored.text).end;
                let mut range = sentence_around(&stored.text, block, mark.span.clone());
                let mut clauses = vec![mark.clause];
                // Two that overlap are one.
                while let Some(last) = sentences.pop_if(|last| last.range.end > range.start) {
                    range.start = range.start.min(last.range.start);
                    range.end = range.end.max(last.range.end);
                    clauses.extend(last.clauses);
                }
                sentences.push(Sentence { range, clauses });
            }
        }
    }
    sentences
}

/// The bytes of the block that holds `at`.
fn block_at(blocks: &[LineStart], at: usize, text: &str) -> Range<usize> {
    let next = blocks.partition_point(|block| block.offset <= at);
    let start = next.checked_sub(1).map_or(0, |index| blocks[index].offset);
    start..blocks.get(next).map_or(text.len(), |block| block.offset)
}

/// The sentence that shows most clauses, the first of equals, and then those that add most, in the order of the text.
fn choose(sentences: &[Sentence], clauses: usize) -> Vec<usize> {
    let mut missing = vec![true; clauses];
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < MAX_SENTENCES {
        let adds = |sentence: &Sentence| {
            let mut new: Vec<_> = sentence.clauses.iter().filter(|clause| missing[**clause]).collect();
            new.sort_unstable();
            new.dedup();
            new.len()
        };
        let best = sentences.iter().enumerate().map(|(index, sentence)| (adds(sentence), index));
        let Some((added, index)) = best.max_by_key(|(added, index)| (*added, usize::MAX - index)) else {
            break;
        };
        if added == 0 {
            break;
        }
        for clause in &sentences[index].clauses {
            missing[*clause] = false;
        }
        chosen.push(index);
    }
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Language, Languages};
    use crate::query::parse;
    use crate::search::snippet::passages::*;
    use crate::search::snippet::render::BETWEEN;
    use crate::text::{LineIndex, LineMap, MappedText};
    use proptest::prelude::*;

    fn for_body(query: &crate::query::Query) -> Highlighter {
        Highlighter::for_body(query, &Languages::default())
    }

    /// A stored text of one block a line; lines that begin with `#` are cut.
    fn stored(original: &str) -> StoredText {
        let lines = LineIndex::new(original);
        let (mut text, mut blocks, mut gap, mut end) = (MappedText::new(), Vec::new(), false, 0);
        for line in 1..=lines.count() {
            let span = lines.span(line);
            let slice = original[span.clone()].trim_end_matches('\n');
            if slice.starts_with('#') {
                gap = true;
            } else if !slice.trim().is_empty() {
                if !text.is_empty() {
                    text.push_as("\n", end..span.start);
                }
                blocks.push((text.len(), std::mem::take(&mut gap)));
                text.push(slice, span.start);
                end = span.start + slice.len();
            }
        }
        let lines = LineMap::new(&text, &lines, blocks);
        StoredText { text: text.as_str().to_owned(), lines, language: Language::UNKNOWN }
    }

    /// The passage as text with `[` and `]` around marks, and its line.
    fn show(query: &str, original: &str) -> Option<(u32, String)> {
        let passage = passages(&stored(original), &for_body(&parse(query).query), 1).pop()?;
        let text = passage.segments.iter().map(|segment| match segment.matched {
            true => format!("[{}]", segment.text),
            false => segment.text.clone(),
        });
        Some((passage.line, text.collect()))
    }

    #[test]
    fn the_sentence_with_the_match_and_its_line() {
        let text = "First. Nothing.\nA region. The Kursk region  is held. More.\nLast.";
        assert_eq!(show("kursk", text), Some((2, "The [Kursk] region is held.".into())));
        assert_eq!(show("moscow", text), None);
    }

    #[test]
    fn the_sentence_with_most_of_the_query() {
        let text = "A troop. Then nothing. A troop came to Kursk.\nMoscow said no.";
        assert_eq!(show("troop kursk", text), Some((1, "A [troop] came to [Kursk].".into())));
        assert_eq!(
            show("kursk moscow", text),
            Some((1, "A troop came to [Kursk]. … [Moscow] said no.".into()))
        );
    }

    #[test]
    fn nothing_runs_over_a_cut() {
        let text = "They said we\n# Subscribe now\nwill fight. Yes.";
        assert_eq!(show("\"we will\"", text), Some((1, "They said [we] … [will] fight.".into())));
        assert_eq!(
            show("\"we will\"", &text.replace("# Subscribe now\n", "")),
            Some((1, "They said [we will] fight.".into()))
        );
        assert_eq!(show("said", text), Some((1, "They [said] we".into())));
    }

    #[test]
    fn further_passages_are_other_sentences() {
        let stored = stored("A troop. Then nothing. A troop came to Kursk.\nKursk said no.");
        let lines = |limit| {
            let passages = passages(&stored, &for_body(&parse("troop kursk").query), limit);
            passages.iter().map(|passage| (passage.line, passage.segments.len())).collect::<Vec<_>>()
        };
        assert_eq!(lines(1), [(1, 5)]);
        assert_eq!(lines(3), [(1, 5), (1, 3), (2, 2)]);
    }

    #[test]
    fn sentences_around_are_shown_on_request() {
        let stored = stored("One. Two. A troop came. Three.\n# cut\nFour. Five.\nA troop left.");
        let shown = |context| {
            let marks = for_body(&parse("troop").query);
            let passages = passages_in_context(&stored, &marks, 1, context);
            passages[0].segments.iter().map(|segment| segment.text.as_str()).collect::<String>()
        };
        assert_eq!(shown(0), "A troop came.");
        assert_eq!(shown(1), "Two. A troop came. Three.");
        assert_eq!(shown(2), "One. Two. A troop came. Three. … Four.");
        assert_eq!(shown(9), "One. Two. A troop came. Three. … Four. Five. A troop left.");
    }

    #[test]
    fn what_an_ellipsis_left_out_is_shown_as_such() {
        let stored = stored("He said we will not fight. On the beaches they do.");
        let passages = passages(&stored, &for_body(&parse("“we will … on the beaches”").query), 1);
        let shown: Vec<_> = passages[0]
            .segments
            .iter()
            .map(|segment| (segment.text.as_str(), segment.matched, segment.gap))
            .collect();
        assert_eq!(
            shown,
            [
                ("He said ", false, false),
                ("we will", true, false),
                (" not fight. ", false, true),
                ("On the beaches", true, false),
                (" they do.", false, false)
            ]
        );
    }

    #[test]
    fn what_two_quotes_leave_out_does_not_overlap() {
        let shown = show("“a b … e” “b c … e”", "a b c d e");
        assert_eq!(shown, Some((1, "[a b] c d [e]".into())));
    }

    #[test]
    fn a_phrase_over_two_sentences_is_one_mark() {
        assert_eq!(
            show("\"fight on we\"", "They fight on. We win. End."),
            Some((1, "They [fight on. We] win.".into()))
        );
    }

    proptest! {
        /// To stop reading where nothing better can come shows the same as to read all.
        #[test]
        fn reading_no_further_shows_the_same(words in prop::collection::vec("(we|will|fight|Kursk|the\\.|No!|\n# cut\n|\n|\n\n|“x”)", 1..80), query in "(\"we will\"|we|fight kursk|\"the no\"|we OR no|we w/3 kursk|\"we … fight\"|\"no kursk\"~2 the|we /s no|(we OR no) w/2 kursk will)") {
            let stored = stored(&words.join(" ").replace("\n ", "\n"));
            let marks = for_body(&parse(&query).query);
            let all = passages(&stored, &marks, 2);
            prop_assert_eq!(passages(&stored, &marks, 1), all.into_iter().take(1).collect::<Vec<_>>());
        }

        /// Whatever is shown stands in the text, and marks are what the query looks for.
        #[test]
        fn shown_text_is_in_the_original(words in prop::collection::vec("(we|will|fight|Kursk|the\\.|No!|\n# cut\n|\n|\n\n|“x”)", 1..40), query in "(\"we will\"|we|fight kursk|\"the no\"|we OR no)") {
            let original = words.join(" ").replace("\n ", "\n");
            let stored = stored(&original);
            let marks = for_body(&parse(&query).query);
            for passage in passages(&stored, &marks, 3) {
                let text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
                let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                for piece in text.split(BETWEEN) {
                    prop_assert!(single(&original).contains(&single(piece)), "{piece:?} in {original:?}");
                    prop_assert!(!piece.contains("# cut"));
                }
                prop_assert!(passage.segments.iter().any(|segment| segment.matched));
            }
        }
    }
}
