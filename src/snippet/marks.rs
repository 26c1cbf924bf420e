//! Where a query matches in a text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::analysis::{Language, Languages, Words, stem};
use crate::query::{Breaks, Field, Fuzzy, Glob, Leaf, Occur, Places, Query};
use crate::text::{LineStart, sentence_starts};

/// What of a query can be marked in a text: its words, phrases and nearnesses, each a clause of its own.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    places: Places,
    /// Exact words looked for, with the numbers of their leaves.
    exact: HashMap<String, usize>,
    /// Stems looked for, of words in any inflection, with the numbers of their leaves.
    stems: HashMap<String, Vec<usize>>,
    /// First bytes of the stems: inflection of words that begin so never changes the first letter, so words that begin
    /// otherwise need no stemming.
    stem_heads: Vec<u8>,
    globs: Vec<(Glob, usize)>,
    fuzzies: Vec<(Fuzzy, usize)>,
}

/// A piece of a text in which a clause matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub span: Range<usize>,
    pub clause: usize,
    /// The pieces to mark when they are not the whole.
    pub pieces: Vec<Range<usize>>,
    /// Whether the pieces are parts of one quote with words left out between them.
    pub elided: bool,
}

impl Mark {
    /// What of it is marked.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        if self.pieces.is_empty() { vec![self.span.clone()] } else { self.pieces.clone() }
    }
}

/// The words of a text that some clause looks for: their positions by leaf, and their bytes.
struct Seen {
    positions: Vec<Vec<u32>>,
    spans: HashMap<u32, Range<usize>>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

impl Marks {
    /// What of `query` can match in the body of an article, out of articles in `languages`.
    pub fn in_body(query: &Query, languages: &Languages) -> Self {
        Self::over(Places::of(query), languages)
    }

    /// What of `query` can match in the title.
    pub fn in_title(query: &Query, languages: &Languages) -> Self {
        Self::over(Places::of(&of_field(query, Field::Title, true)), languages)
    }

    /// What of `query` can match in what was cut. `all` when the whole query is searched there.
    pub fn in_cut(query: &Query, all: bool, languages: &Languages) -> Self {
        Self::over(Places::of(&of_field(query, Field::Cut, all)), languages)
    }

    fn over(places: Places, languages: &Languages) -> Self {
        let mut marks = Marks::default();
        for (number, leaf) in places.leaves.iter().enumerate() {
            match leaf {
                Leaf::Exact(word) => drop(marks.exact.insert(word.clone(), number)),
                Leaf::Inflected(base) => {
                    for stem in languages.stems(base) {
                        marks.stem_heads.extend(stem.bytes().next());
                        marks.stems.entry(stem).or_default().push(number);
                    }
                }
                Leaf::Glob(_, glob) => marks.globs.push((glob.clone(), number)),
                Leaf::Fuzzy(fuzzy) => marks.fuzzies.push((fuzzy.clone(), number)),
            }
        }
        marks.places = places;
        marks
    }

    /// How many clauses there are.
    pub fn clauses(&self) -> usize {
        self.places.clauses()
    }

    /// All places in `text`, which is in `language`, where a clause matches, in order, the longer first where two begin
    /// together.
    pub(super) fn find(&self, text: &str, language: Language, blocks: &[LineStart]) -> Vec<Mark> {
        let seen = self.read(text, language, blocks);
        let breaks = Breaks { sentences: &seen.sentences, paragraphs: &seen.paragraphs };
        let mut marks = Vec::new();
        for clause in 0..self.clauses() {
            for found in self.places.find(clause, &seen.positions, breaks) {
                let bytes = |(start, end): (u32, u32)| {
                    Some(seen.spans.get(&start)?.start..seen.spans.get(&(end - 1))?.end)
                };
                let Some(span) = bytes((found.start, found.end)) else { continue };
                let pieces = found.pieces().iter().filter_map(|piece| bytes(*piece)).collect();
                marks.push(Mark { span, clause, pieces, elided: found.elided });
            }
        }
        marks.sort_by_key(|mark| (mark.span.start, usize::MAX - mark.span.end, mark.clause));
        marks
    }

    fn read(&self, text: &str, language: Language, blocks: &[LineStart]) -> Seen {
        let mut seen = Seen {
            positions: vec![Vec::new(); self.places.leaves.len()],
            spans: HashMap::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
        };
        let starts = if self.places.needs_breaks() { starts(text, blocks) } else { Vec::new() };
        let mut starts = starts.into_iter().peekable();
        let mut words = Words::new(text);
        while words.advance() {
            let (position, span) = (words.position(), words.span());
            while let Some((_, paragraph)) = starts.next_if(|(at, _)| *at <= span.start) {
                seen.sentences.push(position);
                seen.paragraphs.extend(paragraph.then_some(position));
            }
            let mut add = |leaf: usize| {
                seen.positions[leaf].push(position);
                seen.spans.insert(position, span.clone());
            };
            self.leaves_of(&words, language, &mut add);
        }
        seen
    }

    fn leaves_of(&self, words: &Words<'_>, language: Language, add: &mut impl FnMut(usize)) {
        if let Some(&leaf) = self.exact.get(words.text()) {
            add(leaf);
        }
        let base = words.base();
        let may_match = |head: u8| self.stem_heads.contains(&head) || loses_its_head(head, language);
        if !self.stems.is_empty() && base.bytes().next().is_some_and(may_match) {
            let stem: Cow<'_, str> = stem(base, language);
            self.stems.get(stem.as_ref()).into_iter().flatten().for_each(|leaf| add(*leaf));
        }
        for (glob, leaf) in &self.globs {
            if glob.matches(words.text()) {
                add(*leaf);
            }
        }
        for (fuzzy, leaf) in &self.fuzzies {
            if fuzzy.matches(words.text()) {
                add(*leaf);
            }
        }
    }
}

/// Whether inflection may change the first letter of a word that begins with the byte `head`: in Arabic script, in Dutch
/// (gelopen, lopen) and in Indonesian it does.
fn loses_its_head(head: u8, language: Language) -> bool {
    !head.is_ascii() && head >= 0xd8 || matches!(language.code(), "nl" | "id")
}

/// Where sentences begin, and which of them begin a paragraph.
fn starts(text: &str, blocks: &[LineStart]) -> Vec<(usize, bool)> {
    let ends = blocks.iter().skip(1).map(|block| block.at).chain([text.len()]);
    let sentences = |(block, end): (&LineStart, usize)| {
        let starts = sentence_starts(text, block.at..end);
        starts.into_iter().enumerate().map(|(index, at)| (at, index == 0)).collect::<Vec<_>>()
    };
    blocks.iter().zip(ends).flat_map(sentences).collect()
}

/// What of `query` is asked of `field`; what is asked of no field at all too, when `bare`.
fn of_field(query: &Query, field: Field, bare: bool) -> Query {
    match query {
        Query::Field(own, query) if *own == field => (**query).clone(),
        Query::Field(..) => Query::Nothing,
        Query::Bool(parts) => {
            let part = |(occur, query): &(Occur, Query)| (*occur, of_field(query, field, bare));
            let parts: Vec<_> =
                parts.iter().map(part).filter(|(_, query)| *query != Query::Nothing).collect();
            Query::all_of(parts)
        }
        query if bare => query.clone(),
        _ => Query::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn found<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        let marks =
            Marks::in_body(&parse(query).query, &Languages::default()).find(text, Language::UNKNOWN, &[]);
        marks.into_iter().map(|mark| &text[mark.span]).collect()
    }

    #[test]
    fn words_in_any_inflection_phrases_in_theirs() {
        let text = "Troops saw a troop; the troop's troops trooped.";
        assert_eq!(found("troop", text), ["Troops", "troop", "troop's", "troops", "trooped"]);
        assert_eq!(found("\"troop\"", text), ["troop"]);
    }

    #[test]
    fn only_the_whole_phrase_is_marked() {
        let text = "we will. “We\u{a0}will—fight” on, we fight, they will fight";
        assert_eq!(found("\"we will fight\"", text), ["We\u{a0}will—fight"]);
        assert_eq!(found("\"a a b\"", "a a a b a b"), ["a a b"]);
    }

    #[test]
    fn a_number_is_marked_whole() {
        assert_eq!(found("12,000", "12 and 000, then 12,000 or 12 000"), ["12,000", "12 000"]);
    }

    #[test]
    fn patterns_and_approximate_words() {
        let text = "Zelenskyy met Zelensky in Kursk and Kurchatov.";
        assert_eq!(found("Zelensky~1", text), ["Zelenskyy", "Zelensky"]);
        assert_eq!(found("kur*", text), ["Kursk", "Kurchatov"]);
    }

    #[test]
    fn what_is_excluded_or_asked_of_a_field_is_not_marked() {
        assert_eq!(found("a -b title:c", "a b c"), ["a"]);
        let title = Marks::in_title(&parse("a -b title:c").query, &Languages::default()).find(
            "a b c",
            Language::UNKNOWN,
            &[],
        );
        assert_eq!(title.len(), 2);
    }
}
