//! Where a query matches in a text.

use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use crate::analysis::{Language, Languages, TokenStream, stem, stem_prefix};
use crate::query::{BooleanFold, Field, Fuzzy, Glob, Occur, Query, SpanBoundaries, SpanPattern, TermMatcher};
use crate::text::{LineStart, sentence_starts};

/// What of a query can be marked in a text: its words, phrases and nearnesses, each a clause of its own.
#[derive(Debug, Clone, Default)]
pub struct Highlighter {
    places: SpanPattern,
    /// Exact words looked for, with the numbers of their matchers.
    exact: HashMap<String, usize>,
    /// Stems looked for, of words in any inflection, with the numbers of their matchers.
    stems: HashMap<String, Vec<usize>>,
    /// First bytes of the stems: inflection of words that begin so never changes the first letter, so words that begin
    /// otherwise need no stemming.
    stem_heads: Vec<String>,
    globs: Vec<(Glob, usize)>,
    fuzzies: Vec<(Fuzzy, usize)>,
}

/// A piece of a text in which a clause matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Highlight {
    pub span: Range<usize>,
    pub clause: usize,
    /// The pieces to mark when they are not the whole.
    pub pieces: Vec<Range<usize>>,
    /// Whether the pieces are parts of one quote with words left out between them.
    pub elided: bool,
}

impl Highlight {
    /// What of it is marked.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        if self.pieces.is_empty() { vec![self.span.clone()] } else { self.pieces.clone() }
    }
}

/// The words of a text that some clause looks for, as far as it was read.
struct Scan<'t> {
    words: TokenStream<'t>,
    language: Language,
    /// Whether `words` stands at a word that was not read yet.
    waiting: bool,
    /// Sentences to come, and which of them begin a paragraph.
    starts: Peekable<vec::IntoIter<(usize, bool)>>,
    /// Positions by leaf, and how many there are.
    positions: Vec<Vec<u32>>,
    count: usize,
    /// The bytes of each position, in order.
    spans: Vec<(u32, Range<usize>)>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

impl<'t> Scan<'t> {
    fn new(marks: &Highlighter, text: &'t str, language: Language, blocks: &[LineStart]) -> Self {
        let starts = if marks.places.needs_boundaries() { starts(text, blocks) } else { Vec::new() };
        Scan {
            words: TokenStream::new(text),
            language,
            waiting: false,
            starts: starts.into_iter().peekable(),
            positions: vec![Vec::new(); marks.places.matchers.len()],
            count: 0,
            spans: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
        }
    }

    /// Goes to the next word that begins before the byte `end`.
    fn next_word(&mut self, end: usize) -> bool {
        self.waiting = self.waiting || self.words.advance();
        let there = self.waiting && self.words.span().start < end;
        self.waiting &= !there;
        there
    }

    /// The position of the first word that was not read.
    fn next_position(&self) -> u32 {
        self.words.position() + u32::from(!self.waiting)
    }

    fn span_of(&self, position: u32) -> Option<&Range<usize>> {
        let at = self.spans.binary_search_by_key(&position, |(own, _)| *own).ok()?;
        self.spans.get(at).map(|(_, span)| span)
    }
}

impl Highlighter {
    /// What of `query` can match in the body of an article, out of articles in `languages`.
    pub fn for_body(query: &Query, languages: &Languages) -> Self {
        Self::over(SpanPattern::from_query(query), languages)
    }

    /// What of `query` can match in the title.
    pub fn for_title(query: &Query, languages: &Languages) -> Self {
        Self::over(SpanPattern::from_query(&of_field(query, Field::Title, true)), languages)
    }

    /// What of `query` can match in what was cut. `all` when the whole query is searched there.
    pub fn for_cut(query: &Query, all: bool, languages: &Languages) -> Self {
        Self::over(SpanPattern::from_query(&of_field(query, Field::Cut, all)), languages)
    }

    fn over(places: SpanPattern, languages: &Languages) -> Self {
        let mut marks = Highlighter::default();
        for (number, leaf) in places.matchers.iter().enumerate() {
            match leaf {
                TermMatcher::Exact(word) => drop(marks.exact.insert(word.clone(), number)),
                TermMatcher::Inflected(base) => {
                    for stem in languages.stems(base) {
                        marks.stem_heads.push(stem_prefix(&stem).to_owned());
                        marks.stems.entry(stem).or_default().push(number);
                    }
                }
                TermMatcher::Glob(_, glob) => marks.globs.push((glob.clone(), number)),
                TermMatcher::Fuzzy(fuzzy) => marks.fuzzies.push((fuzzy.clone(), number)),
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
    pub(crate) fn find(&self, text: &str, language: Language, blocks: &[LineStart]) -> Vec<Highlight> {
        self.find_until(text, language, blocks, |_, _| false)
    }

    /// The same, reading `text` block by block until `enough` says so of the places found so far and of the byte up to
    /// which they are all there are.
    pub(crate) fn find_until(
        &self,
        text: &str,
        language: Language,
        blocks: &[LineStart],
        enough: impl Fn(&[Highlight], usize) -> bool,
    ) -> Vec<Highlight> {
        let mut seen = Scan::new(self, text, language, blocks);
        let longest = if blocks.len() > 1 { self.places.max_length() } else { None };
        // Where blocks ended that were read, and the position after them.
        let mut ends: Vec<(usize, u32)> = Vec::new();
        // The first block that has words of every clause and was not looked at, by its end.
        let mut promising = None;
        for block in blocks.iter().skip(1) {
            let Some(longest) = longest else { break };
            let begin = seen.next_position();
            self.read(&mut seen, block.offset);
            ends.push((block.offset, seen.next_position()));
            if promising.is_none() && self.may_match(&seen, begin) {
                promising = Some(block.offset);
            }
            let Some(wanted) = promising else { continue };
            // A match that begins later may go on in words not read yet.
            let sure = (seen.next_position() + 1).saturating_sub(longest);
            let end = ends.iter().rev().find(|(_, position)| *position <= sure).map_or(0, |(end, _)| *end);
            if end >= wanted {
                let marks = self.match_all(&seen);
                if enough(&marks, end) {
                    return marks;
                }
                promising = None;
            }
        }
        self.read(&mut seen, text.len());
        self.match_all(&seen)
    }

    /// Whether there are words of every clause at the position `begin` and behind it.
    fn may_match(&self, seen: &Scan<'_>, begin: u32) -> bool {
        struct There<'s>(&'s [Vec<u32>], u32);
        impl BooleanFold<bool> for There<'_> {
            fn term(&self, index: usize) -> bool {
                self.0[index].last().is_some_and(|last| *last >= self.1)
            }
            fn all(&self, shapes: Vec<bool>) -> bool {
                shapes.into_iter().all(|there| there)
            }
            fn any(&self, shapes: Vec<bool>) -> bool {
                shapes.into_iter().any(|there| there)
            }
        }
        (0..self.clauses())
            .all(|clause| self.places.fold(clause, &There(&seen.positions, begin)) == Some(true))
    }

    /// The places where clauses match in what was read.
    fn match_all(&self, seen: &Scan<'_>) -> Vec<Highlight> {
        let breaks = SpanBoundaries { sentences: &seen.sentences, paragraphs: &seen.paragraphs };
        let mut marks = Vec::new();
        for clause in 0..self.clauses() {
            for found in self.places.find(clause, &seen.positions, breaks) {
                let bytes = |(start, end): (u32, u32)| {
                    Some(seen.span_of(start)?.start..seen.span_of(end.checked_sub(1)?)?.end)
                };
                let Some(span) = bytes((found.start, found.end)) else { continue };
                let pieces = found.pieces().iter().filter_map(|piece| bytes(*piece)).collect();
                marks.push(Highlight { span, clause, pieces, elided: found.elided });
            }
        }
        marks.sort_by_key(|mark| (mark.span.start, usize::MAX - mark.span.end, mark.clause));
        marks
    }

    /// Reads on, up to the words that begin at the byte `end`.
    fn read(&self, seen: &mut Scan<'_>, end: usize) {
        while seen.next_word(end) {
            let (position, span) = (seen.words.position(), seen.words.span());
            while let Some((_, paragraph)) = seen.starts.next_if(|(at, _)| *at <= span.start) {
                seen.sentences.push(position);
                seen.paragraphs.extend(paragraph.then_some(position));
            }
            let before = seen.count;
            let Scan { words, language, positions, count, .. } = seen;
            let mut add = |leaf: usize| {
                positions[leaf].push(position);
                *count += 1;
            };
            self.leaves_of(words, *language, &mut add);
            if seen.count > before {
                seen.spans.push((position, span));
            }
        }
    }

    fn leaves_of(&self, words: &TokenStream<'_>, language: Language, add: &mut impl FnMut(usize)) {
        if let Some(&leaf) = self.exact.get(words.text()) {
            add(leaf);
        }
        let (base, text) = (words.base(), words.text());
        // To stem a word costs more than to cut it.
        let begins = self.stem_heads.iter().any(|head| base.starts_with(head.as_str()));
        if !self.stems.is_empty() && (begins || loses_its_head(base, language)) {
            let matchers = |word| self.stems.get(&*stem(word, language)).map_or(&[][..], Vec::as_slice);
            let own = matchers(base);
            own.iter().for_each(|leaf| add(*leaf));
            // With a possessive it has the stem of all of it, too, as in the index.
            if base.len() < text.len() {
                matchers(text).iter().filter(|leaf| !own.contains(leaf)).for_each(|leaf| add(*leaf));
            }
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

/// Whether inflection may change how `word` begins: in Arabic script, in Dutch (gelopen, lopen) and in Indonesian it does.
fn loses_its_head(word: &str, language: Language) -> bool {
    word.bytes().next().is_some_and(|head| head >= 0xd8) || matches!(language.code(), "nl" | "id")
}

/// Where sentences begin, and which of them begin a paragraph.
fn starts(text: &str, blocks: &[LineStart]) -> Vec<(usize, bool)> {
    let ends = blocks.iter().skip(1).map(|block| block.offset).chain([text.len()]);
    let sentences = |(block, end): (&LineStart, usize)| {
        let starts = sentence_starts(text, block.offset..end);
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
    use crate::query::parse;
    use crate::search::snippet::highlighter::*;

    fn found<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        let marks = Highlighter::for_body(&parse(query).query, &Languages::default()).find(
            text,
            Language::UNKNOWN,
            &[],
        );
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
        let title = Highlighter::for_title(&parse("a -b title:c").query, &Languages::default()).find(
            "a b c",
            Language::UNKNOWN,
            &[],
        );
        assert_eq!(title.len(), 2);
    }
}
