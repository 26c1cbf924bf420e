//! Chooses the sentences that show the most of a query.

use std::ops::Range;

use crate::article::{StoredQuotation, StoredText};
use crate::search::snippet::highlighter::{Highlight, Highlighter};
use crate::search::snippet::passage_quote::PassageQuote;
use crate::search::snippet::render::{Passage, PassageRenderer};
use crate::search::snippet::sentences::{Sentence, SentenceContext, matching_sentences};
use crate::text::LineStart;

/// Maximum number of sentences of a passage, without context.
const MAX_SENTENCES: usize = 3;

/// Maximum number of highlights that sentences are chosen by. A text with more shows one of the first.
const MAX_HIGHLIGHTS: usize = 2000;

/// Returns up to `limit` passages of `stored`: first the sentences that together show the most of the query,
/// then further ones. Returns none if nothing matches.
pub fn passages(stored: &StoredText, highlighter: &Highlighter, limit: usize) -> Vec<Passage> {
    passages_in_context(stored, &[], highlighter, (limit, 0))
}

/// Returns passages of a text with these quotations as [`passages`] does, each with `context` sentences
/// before and after the matches.
pub(crate) fn passages_in_context(
    stored: &StoredText,
    quotations: &[StoredQuotation],
    highlighter: &Highlighter,
    (limit, context): (usize, usize),
) -> Vec<Passage> {
    let blocks: Vec<LineStart> = stored.lines.blocks().collect();
    let num_clauses = highlighter.clauses();
    // The first sentence that shows all clauses is the best, so reading can stop there.
    let shows_all = |highlights: &[Highlight], end: usize| {
        let is_best =
            |sentence: &Sentence| sentence.distinct_clauses() == num_clauses && sentence.range.end <= end;
        limit == 1
            && context == 0
            && highlights.len() < MAX_HIGHLIGHTS
            && matching_sentences(stored, &blocks, highlights).iter().any(is_best)
    };
    let text = (stored.text.as_str(), stored.language);
    let mut highlights = highlighter.find_until(text, &blocks, quotations, Some(&shows_all));
    highlights.truncate(MAX_HIGHLIGHTS);
    let sentences = matching_sentences(stored, &blocks, &highlights);
    let best = choose(&sentences, num_clauses);
    if best.is_empty() {
        return Vec::new();
    }
    let renderer = PassageRenderer::new(stored, &blocks, &highlights);
    let context = SentenceContext::new(stored, &blocks, context);
    let range = |index: &usize| context.widen(sentences[*index].range.clone());
    let to_passage = |ranges: Vec<Range<usize>>| {
        let is_quote = |highlight: &&Highlight| {
            let is_inside = |range: &Range<usize>| range.contains(&highlight.span.start);
            highlighter.is_quote(highlight.clause) && ranges.iter().any(is_inside)
        };
        let matches = highlights.iter().filter(is_quote).map(|highlight| highlight.span.start);
        let quote = PassageQuote::containing(&stored.text, quotations, matches, &ranges);
        Passage { quote, ..renderer.passage(ranges) }
    };
    let mut passages = vec![to_passage(join_overlapping(best.iter().map(range)))];
    let mut others: Vec<usize> = (0..sentences.len()).filter(|index| !best.contains(index)).collect();
    others.sort_by_key(|index| usize::MAX - sentences[*index].distinct_clauses());
    let others = others.iter().take(limit.saturating_sub(1));
    passages.extend(others.map(|index| to_passage(vec![range(index)])));
    passages
}

/// Joins ranges that overlap. The ranges must be in order.
fn join_overlapping(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| last.end > range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// Returns the indexes of the sentence that shows the most clauses, the first of equals, and of those that
/// add the most to it, in the order of the text.
fn choose(sentences: &[Sentence], num_clauses: usize) -> Vec<usize> {
    let mut missing = vec![true; num_clauses];
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < MAX_SENTENCES {
        let added_clauses = |sentence: &Sentence| {
            let mut added: Vec<_> = sentence.clauses.iter().filter(|clause| missing[**clause]).collect();
            added.sort_unstable();
            added.dedup();
            added.len()
        };
        let candidates = sentences.iter().enumerate();
        let candidates = candidates.map(|(index, sentence)| (added_clauses(sentence), index));
        let Some((added, index)) = candidates.max_by_key(|(added, index)| (*added, usize::MAX - index))
        else {
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
    use crate::search::snippet::render::ELLIPSIS;
    use crate::text::{LineIndex, LineMap, MappedText};
    use proptest::prelude::*;

    fn for_body(query: &crate::query::Query) -> Highlighter {
        Highlighter::for_body(query, &Languages::default())
    }

    /// Returns a stored text with one block per line; lines that begin with `#` are cut.
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

    /// Returns the line of the passage, and its text with `[` and `]` around highlights.
    fn show(query: &str, original: &str) -> Option<(u32, String)> {
        let passage = passages(&stored(original), &for_body(&parse(query).query), 1).pop()?;
        let text = passage.segments.iter().map(|segment| match segment.matched {
            true => format!("[{}]", segment.text),
            false => segment.text.clone(),
        });
        Some((passage.position.number(), text.collect()))
    }

    #[test]
    fn a_passage_is_the_sentence_with_the_match() {
        let text = "First. Nothing.\nA region. The Kursk region  is held. More.\nLast.";
        assert_eq!(show("kursk", text), Some((2, "The [Kursk] region is held.".into())));
        assert_eq!(show("moscow", text), None);
    }

    #[test]
    fn sentences_that_show_more_clauses_win() {
        let text = "A troop. Then nothing. A troop came to Kursk.\nMoscow said no.";
        assert_eq!(show("troop kursk", text), Some((1, "A [troop] came to [Kursk].".into())));
        assert_eq!(
            show("kursk moscow", text),
            Some((1, "A troop came to [Kursk]. … [Moscow] said no.".into()))
        );
    }

    #[test]
    fn passages_do_not_cross_cuts() {
        let text = "They said we\n# Subscribe now\nwill fight. Yes.";
        assert_eq!(show("\"we will\"", text), Some((1, "They said [we] … [will] fight.".into())));
        assert_eq!(
            show("\"we will\"", &text.replace("# Subscribe now\n", "")),
            Some((1, "They said [we will] fight.".into()))
        );
        assert_eq!(show("said", text), Some((1, "They [said] we".into())));
    }

    #[test]
    fn the_line_of_a_passage_is_found_in_a_copy() {
        let text = stored("First.\nA troop  came to Kursk. It left.");
        let passage = passages(&text, &for_body(&parse("kursk").query), 1).remove(0);
        let line = |copy| passage.position_in(&stored(copy)).map(|position| position.number());
        assert_eq!(line("One.\nTwo.\nThree. A troop came to Kursk. Four."), Some(3));
        assert_eq!(line("A troop came to Kiev."), None);
    }

    #[test]
    fn further_passages_show_other_sentences() {
        let stored = stored("A troop. Then nothing. A troop came to Kursk.\nKursk said no.");
        let lines = |limit| {
            let passages = passages(&stored, &for_body(&parse("troop kursk").query), limit);
            passages
                .iter()
                .map(|passage| (passage.position.number(), passage.segments.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(1), [(1, 5)]);
        assert_eq!(lines(3), [(1, 5), (1, 3), (2, 2)]);
    }

    #[test]
    fn context_sentences_are_shown_on_request() {
        let stored = stored("One. Two. A troop came. Three.\n# cut\nFour. Five.\nA troop left.");
        let text_of = |context| {
            let highlighter = for_body(&parse("troop").query);
            let passages = passages_in_context(&stored, &[], &highlighter, (1, context));
            passages[0].segments.iter().map(|segment| segment.text.as_str()).collect::<String>()
        };
        assert_eq!(text_of(0), "A troop came.");
        assert_eq!(text_of(1), "Two. A troop came. Three.");
        assert_eq!(text_of(2), "One. Two. A troop came. Three. … Four.");
        assert_eq!(text_of(9), "One. Two. A troop came. Three. … Four. Five. A troop left.");
    }

    #[test]
    fn words_left_out_by_an_ellipsis_are_gaps() {
        let stored = stored("He said we will not fight. On the beaches they do.");
        let passages = passages(&stored, &for_body(&parse("“we will … on the beaches”").query), 1);
        let segments: Vec<_> = passages[0]
            .segments
            .iter()
            .map(|segment| (segment.text.as_str(), segment.matched, segment.gap))
            .collect();
        assert_eq!(
            segments,
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
    fn gaps_of_two_quotes_do_not_overlap() {
        let passage = show("“a b … e” “b c … e”", "a b c d e");
        assert_eq!(passage, Some((1, "[a b] c d [e]".into())));
    }

    #[test]
    fn a_phrase_across_two_sentences_is_one_highlight() {
        assert_eq!(
            show("\"fight on we\"", "They fight on. We win. End."),
            Some((1, "They [fight on. We] win.".into()))
        );
    }

    proptest! {
        /// Stopping early shows the same passage as reading the whole text.
        #[test]
        fn stopping_early_shows_the_same(words in prop::collection::vec("(we|will|fight|Kursk|the\\.|No!|\n# cut\n|\n|\n\n|“x”)", 1..80), query in "(\"we will\"|we|fight kursk|\"the no\"|we OR no|we w/3 kursk|\"we … fight\"|\"no kursk\"~2 the|we /s no|(we OR no) w/2 kursk will)") {
            let stored = stored(&words.join(" ").replace("\n ", "\n"));
            let highlighter = for_body(&parse(&query).query);
            let first_two = passages(&stored, &highlighter, 2);
            prop_assert_eq!(passages(&stored, &highlighter, 1), first_two.into_iter().take(1).collect::<Vec<_>>());
        }

        /// Passages consist of text of the original, and every passage has a highlight.
        #[test]
        fn passages_are_text_of_the_original(words in prop::collection::vec("(we|will|fight|Kursk|the\\.|No!|\n# cut\n|\n|\n\n|“x”)", 1..40), query in "(\"we will\"|we|fight kursk|\"the no\"|we OR no)") {
            let original = words.join(" ").replace("\n ", "\n");
            let stored = stored(&original);
            let highlighter = for_body(&parse(&query).query);
            for passage in passages(&stored, &highlighter, 3) {
                let text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
                let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                for piece in text.split(ELLIPSIS) {
                    prop_assert!(single(&original).contains(&single(piece)), "{piece:?} in {original:?}");
                    prop_assert!(!piece.contains("# cut"));
                }
                prop_assert!(passage.segments.iter().any(|segment| segment.matched));
            }
        }
    }
}
