//! Choosing the sentences that show the most of a query, and putting them together.

use std::ops::Range;

use super::Marks;
use super::marks::Mark;
use crate::document::StoredText;
use crate::text::{LineStart, sentence_around};

/// Sentences put together to one passage at the most.
const MAX_SENTENCES: usize = 3;

/// Marks looked at when sentences are chosen: an article in which a word stands more often shows one of the first.
const MAX_MARKS: usize = 2000;

/// What stands between two pieces that do not follow each other.
const BETWEEN: &str = " … ";

/// A piece of an article with what matched marked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The line of the original on which the first mark stands; that of its first word when nothing is marked.
    pub line: u32,
    /// The text, in pieces that are marked or not.
    pub segments: Vec<Segment>,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Segment {
    /// The text, white space made single.
    pub text: String,
    /// Whether it is what matched.
    #[serde(rename = "match", skip_serializing_if = "std::ops::Not::not")]
    pub matched: bool,
}

/// A sentence in which something matched.
struct Sentence {
    range: Range<usize>,
    clauses: Vec<usize>,
}

/// The passage of `stored` that shows the most of what `marks` looks for; `None` when nothing matches in it.
pub fn passage(stored: &StoredText, marks: &Marks) -> Option<Passage> {
    let blocks: Vec<LineStart> = stored.lines.blocks().collect();
    let mut found = marks.find(&stored.text, &blocks);
    found.truncate(MAX_MARKS);
    let chosen = choose(sentences(stored, &blocks, &found), marks.clauses());
    let first = chosen.first()?.start;
    let shown = |mark: &&Mark| {
        chosen.iter().any(|range| range.start <= mark.span.start && mark.span.end <= range.end)
    };
    let marked = apart(found.iter().filter(shown).flat_map(Mark::ranges).collect());
    let line = stored.lines.line(marked.first().map_or(first, |mark| mark.start));
    let gaps: Vec<usize> = blocks.iter().filter(|block| block.after_gap).map(|block| block.at).collect();
    let mut builder = Builder::default();
    for (index, range) in chosen.iter().enumerate() {
        if index > 0 {
            builder.push(BETWEEN, false);
        }
        builder.range(&stored.text, range.clone(), &marked, &gaps);
    }
    Some(Passage { line, segments: builder.segments })
}

/// The beginning of `stored`, for articles found without anything to mark in them.
pub(super) fn beginning(stored: &StoredText) -> Passage {
    let end = stored.lines.blocks().nth(1).map_or(stored.text.len(), |block| block.at);
    let start = stored.text.len() - stored.text.trim_start().len();
    let mut builder = Builder::default();
    if start < end {
        let range = sentence_around(&stored.text, 0..end, start..start);
        builder.range(&stored.text, range, &[], &[]);
    }
    Passage { line: stored.lines.line(start), segments: builder.segments }
}

impl Passage {
    /// A short text, such as a title, with what `marks` looks for marked in it; `None` when that is nothing.
    pub fn of_title(title: &str, line: u32, marks: &Marks) -> Option<Passage> {
        let marked = apart(marks.find(title, &[]).iter().flat_map(Mark::ranges).collect());
        if marked.is_empty() {
            return None;
        }
        let mut builder = Builder::default();
        builder.range(title, 0..title.len(), &marked, &[]);
        Some(Passage { line, segments: builder.segments })
    }

    /// The beginning of a text, nothing marked.
    pub fn beginning(stored: &StoredText) -> Passage {
        beginning(stored)
    }
}

/// The sentences around the marks, in order, each with the clauses that match in it. A mark that runs over the end
/// of a sentence or a paragraph takes both.
fn sentences(stored: &StoredText, blocks: &[LineStart], found: &[Mark]) -> Vec<Sentence> {
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
    let next = blocks.partition_point(|block| block.at <= at);
    let start = next.checked_sub(1).map_or(0, |index| blocks[index].at);
    start..blocks.get(next).map_or(text.len(), |block| block.at)
}

/// The sentence that shows most clauses, the first of equals, and then those that add most, in the order of the text.
fn choose(sentences: Vec<Sentence>, clauses: usize) -> Vec<Range<usize>> {
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
    chosen.into_iter().map(|index| sentences[index].range.clone()).collect()
}

/// Marks that do not overlap: of two that do the first, which is the longer where both begin together.
fn apart(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_by_key(|mark| (mark.start, usize::MAX - mark.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match apart.last_mut() {
            Some(last) if mark.start < last.end => {
                if mark.end > last.end && mark.start == last.start {
                    last.end = mark.end;
                }
            }
            _ => apart.push(mark),
        }
    }
    apart
}

/// Puts segments together, white space made single.
#[derive(Default)]
struct Builder {
    segments: Vec<Segment>,
}

impl Builder {
    /// Appends the bytes `range` of `text`, which `marked` marks and which `gaps` interrupt.
    fn range(&mut self, text: &str, range: Range<usize>, marked: &[Range<usize>], gaps: &[usize]) {
        let mut at = range.start;
        let mut marks =
            marked.iter().filter(|mark| mark.start >= range.start && mark.end <= range.end).peekable();
        while at < range.end {
            let inside = marks.peek().is_some_and(|mark| mark.start <= at);
            let until = match marks.peek() {
                Some(mark) if inside => mark.end,
                Some(mark) => mark.start,
                None => range.end,
            };
            let gap = gaps.iter().copied().find(|gap| *gap > at && *gap < until);
            let stop = gap.unwrap_or(until);
            let piece = if gap.is_some() { text[at..stop].trim_end() } else { &text[at..stop] };
            self.push(piece, inside);
            if gap.is_some() || gaps.contains(&stop) && stop < range.end && stop > at {
                self.trim_end();
                self.push(BETWEEN, false);
            }
            at = stop;
            if inside && at >= until {
                marks.next();
            }
        }
    }

    fn push(&mut self, text: &str, matched: bool) {
        let mut clean = String::with_capacity(text.len());
        let mut spaced = self.segments.last().is_some_and(|last| last.text.ends_with(' '));
        for c in text.chars() {
            if c.is_whitespace() {
                if !spaced {
                    clean.push(' ');
                }
                spaced = true;
            } else {
                clean.push(c);
                spaced = false;
            }
        }
        match self.segments.last_mut() {
            _ if clean.is_empty() => {}
            Some(last) if last.matched == matched => last.text.push_str(&clean),
            _ => self.segments.push(Segment { text: clean, matched }),
        }
    }

    fn trim_end(&mut self) {
        if let Some(last) = self.segments.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use crate::text::{LineIndex, LineMap, MappedText};
    use proptest::prelude::*;

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
        StoredText { text: text.as_str().to_owned(), lines: LineMap::new(&text, &lines, blocks) }
    }

    /// The passage as text with `[` and `]` around marks, and its line.
    fn show(query: &str, original: &str) -> Option<(u32, String)> {
        let passage = passage(&stored(original), &Marks::in_body(&parse(query).query))?;
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
    fn a_phrase_over_two_sentences_is_one_mark() {
        assert_eq!(
            show("\"fight on we\"", "They fight on. We win. End."),
            Some((1, "They [fight on. We] win.".into()))
        );
    }

    proptest! {
        /// Whatever is shown stands in the text, and marks are what the query looks for.
        #[test]
        fn shown_text_is_in_the_original(words in prop::collection::vec("(we|will|fight|Kursk|the\\.|No!|\n# cut\n|\n|\n\n|“x”)", 1..40), query in "(\"we will\"|we|fight kursk|\"the no\"|we OR no)") {
            let original = words.join(" ").replace("\n ", "\n");
            let stored = stored(&original);
            let marks = Marks::in_body(&parse(&query).query);
            if let Some(passage) = passage(&stored, &marks) {
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
