//! Finds the matches of a query in a text.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{AnalyzerVersion, Language, LanguageSet, Languages, QueryStem, TokenStream, stem_with};
use crate::article::StoredQuotation;
use crate::query::{
    BooleanFold, Field, Fuzzy, Glob, MAX_SPANS, Query, SpanBoundaries, SpanBudget, SpanPattern, TermMatcher,
};
use crate::search::queries::work_budget::{MAX_ARTICLE_STEPS, WorkBudget};
use crate::search::snippet::EnoughMatches;
use crate::search::snippet::first_bytes::{
    ARABIC_LEAD_BYTE, FirstBytes, changes_first_letter, changes_latin_letters,
};
use crate::search::snippet::query_fields::{only_field, restrict_to_field};
use crate::search::snippet::speech_scan::SpeechScan;
use crate::search::snippet::stem_prefixes::StemPrefixes;
use crate::search::snippet::text_scan::Scan;
use crate::text::LineStart;

/// Minimum number of steps for matching what was read of a text.
const MIN_MATCH_STEPS: u64 = 100_000;
/// Steps of comparing a word with a fuzzy word.
const FUZZY_STEPS: usize = 4;
/// Steps of recording a match.
const RECORD_STEPS: u64 = 8;

/// Highlighter of the words, phrases and proximity clauses of a query.
#[derive(Debug, Clone, Default)]
pub struct Highlighter {
    /// The version of the analyzer that the index was built with.
    analyzer: AnalyzerVersion,
    pattern: SpanPattern,
    /// Indexes of the matchers of exact words, of bigrams, and of the forms of names and nouns, by word.
    exact: FxHashMap<String, Vec<usize>>,
    /// Indexes of the matchers of inflected words, by stem, with the languages that have it.
    stems: FxHashMap<String, Vec<(usize, LanguageSet)>>,
    /// Prefixes of the stems. Inflection does not change the first letter of a word, except where
    /// [`changes_first_letter`] says so, so words that begin differently need no stemming.
    stem_prefixes: StemPrefixes,
    /// Globs, with the indexes of their matchers.
    globs: Vec<(Glob, usize)>,
    /// Fuzzy words, with the indexes of their matchers.
    fuzzies: Vec<(Fuzzy, usize)>,
    /// Work that highlighting all texts may take.
    budget: Option<Arc<WorkBudget>>,
}

/// Range of a text that matches a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Highlight {
    /// Byte range from the first word of the match to the last.
    pub span: Range<usize>,
    /// Index of the clause.
    pub clause: usize,
    /// Ranges to highlight, if not the whole span.
    pub parts: Vec<Range<usize>>,
    /// Whether the parts are parts of one quote with words left out between them.
    pub elided: bool,
}

impl Highlight {
    /// Returns the ranges to highlight.
    pub(crate) fn ranges(&self) -> Vec<Range<usize>> {
        if self.parts.is_empty() { vec![self.span.clone()] } else { self.parts.clone() }
    }
}

impl Highlighter {
    /// Creates a highlighter of `query` for the bodies of articles, given the languages of all articles.
    pub fn for_body(query: &Query, languages: &Languages) -> Self {
        Self::from_pattern(SpanPattern::from_query(query), languages)
    }

    /// Creates a highlighter of `query` for titles.
    pub fn for_title(query: &Query, languages: &Languages) -> Self {
        Self::from_pattern(SpanPattern::from_query(&restrict_to_field(query, Field::Title)), languages)
    }

    /// Creates a highlighter of `query` for the text that was cut.
    pub fn for_cut(query: &Query, languages: &Languages) -> Self {
        Self::from_pattern(SpanPattern::from_query(&restrict_to_field(query, Field::Cut)), languages)
    }

    /// Creates a highlighter of the clauses of `query` that are on the text that was cut.
    pub(crate) fn for_cut_only(query: &Query, languages: &Languages) -> Self {
        Self::from_pattern(SpanPattern::from_query(&only_field(query, Field::Cut)), languages)
    }

    /// Returns the highlighter for an index of this version of the analyzer.
    #[must_use]
    pub fn with_analyzer(self, analyzer: AnalyzerVersion) -> Self {
        Highlighter { analyzer, ..self }
    }

    /// Returns the highlighter with a bound on the work for all texts; that for each is bounded anyway.
    #[must_use]
    pub(crate) fn within(self, budget: &Arc<WorkBudget>) -> Self {
        Highlighter { budget: Some(Arc::clone(budget)), ..self }
    }

    fn from_pattern(pattern: SpanPattern, languages: &Languages) -> Self {
        let mut highlighter = Highlighter::default();
        for (index, matcher) in pattern.matchers.iter().enumerate() {
            match matcher {
                TermMatcher::Glob(_, glob) => highlighter.globs.push((glob.clone(), index)),
                // Found beside the words.
                TermMatcher::Speaker(_) | TermMatcher::Speech => {}
                TermMatcher::Fuzzy(fuzzy) => highlighter.fuzzies.push((fuzzy.clone(), index)),
                matcher => {
                    highlighter.add_exact(index, matcher.forms());
                    highlighter.add_stems(index, &matcher.stems(languages));
                }
            }
        }
        highlighter.pattern = pattern;
        highlighter
    }

    /// Adds the terms that a matcher matches.
    fn add_exact(&mut self, index: usize, terms: Vec<String>) {
        terms.into_iter().for_each(|term| self.exact.entry(term).or_default().push(index));
    }

    /// Adds the stems of a matcher.
    fn add_stems(&mut self, index: usize, stems: &[QueryStem]) {
        for stem in stems {
            self.stem_prefixes.add(stem.prefix(), stem.languages);
            let matchers = self.stems.entry(stem.stem().to_owned()).or_default();
            match matchers.iter_mut().find(|(matcher, _)| *matcher == index) {
                Some((_, languages)) => *languages = languages.union(stem.languages),
                None => matchers.push((index, stem.languages)),
            }
        }
    }

    /// Returns the first bytes of the words that may match in a text of a language, which is given with its
    /// ordinal. Most words begin with another.
    fn first_bytes(&self, (language, ordinal): (Language, u8)) -> FirstBytes {
        if !self.stems.is_empty() && changes_latin_letters(language) {
            return FirstBytes::ALL;
        }
        let mut first_bytes = FirstBytes::default();
        for prefix in self.exact.keys().chain(self.stem_prefixes.of(ordinal)) {
            first_bytes.insert_first_of(prefix.as_bytes());
        }
        for (glob, _) in &self.globs {
            first_bytes.insert_first_of(glob.prefix());
        }
        if !self.fuzzies.is_empty() {
            first_bytes.insert_all();
        }
        if !self.stems.is_empty() {
            (ARABIC_LEAD_BYTE..=u8::MAX).for_each(|byte| first_bytes.insert(byte));
        }
        first_bytes
    }

    /// Returns the number of clauses.
    pub fn clauses(&self) -> usize {
        self.pattern.clauses()
    }

    /// Returns whether clause `clause` matches in direct speech only.
    pub(crate) fn is_quote(&self, clause: usize) -> bool {
        self.pattern.is_quote(clause)
    }

    /// Returns all matches in `text`, in order; of two that begin together, the longer first.
    pub(crate) fn find(&self, text: &str, language: Language, blocks: &[LineStart]) -> Vec<Highlight> {
        self.find_until((text, language), blocks, &[], None)
    }

    /// Returns matches as [`Highlighter::find`] does in a text with these quotations, but reads it block by
    /// block until `is_enough`, if there is one, returns true. That is called with the matches so far and the
    /// offset before which they are complete.
    pub(crate) fn find_until(
        &self,
        (text, language): (&str, Language),
        blocks: &[LineStart],
        quotations: &[StoredQuotation],
        is_enough: Option<EnoughMatches<'_>>,
    ) -> Vec<Highlight> {
        let language = (language, language.ordinal());
        let first_bytes = self.first_bytes(language);
        let max_steps = self.budget.as_ref().map_or(MAX_ARTICLE_STEPS, |budget| budget.for_article());
        let mut scan =
            Scan::new(self.analyzer, &self.pattern, (text, language.0), blocks, quotations, max_steps);
        let max_length = is_enough.filter(|_| blocks.len() > 1).and_then(|_| self.pattern.max_length());
        // Ends of the blocks read, with the position after each.
        let mut block_ends: Vec<(usize, u32)> = Vec::new();
        // End of the first block that may match every clause and was not matched yet.
        let mut candidate_end = None;
        for block in blocks.iter().skip(1) {
            let Some(max_length) = max_length else { break };
            let block_start = scan.next_position();
            self.read(&mut scan, language, first_bytes, block.offset);
            block_ends.push((block.offset, scan.next_position()));
            if candidate_end.is_none() && self.may_match(&scan, block_start) {
                candidate_end = Some(block.offset);
            }
            let Some(candidate) = candidate_end else { continue };
            // A match that begins later may extend to words not read yet.
            let complete = (scan.next_position() + 1).saturating_sub(max_length);
            let end = block_ends.iter().rev().find(|(_, position)| *position <= complete);
            let end = end.map_or(0, |(end, _)| *end);
            if end >= candidate {
                let highlights = self.match_clauses(&mut scan);
                if is_enough.is_some_and(|is_enough| is_enough(&highlights, end)) {
                    self.record_work(&scan);
                    return highlights;
                }
                candidate_end = None;
            }
        }
        self.read(&mut scan, language, first_bytes, text.len());
        let highlights = self.match_clauses(&mut scan);
        self.record_work(&scan);
        highlights
    }

    fn record_work(&self, scan: &Scan<'_>) {
        if let Some(budget) = &self.budget {
            budget.take(scan.steps_taken());
            if scan.is_truncated {
                budget.exceed();
            }
        }
    }

    /// Returns whether every clause may match at the position `start` or after it.
    fn may_match(&self, scan: &Scan<'_>, start: u32) -> bool {
        struct OccursSince<'s>(&'s [Vec<u32>], u32);
        impl BooleanFold<bool> for OccursSince<'_> {
            fn term(&self, index: usize) -> bool {
                self.0[index].last().is_some_and(|last| *last >= self.1)
            }
            fn all(&self, values: Vec<bool>) -> bool {
                values.into_iter().all(|value| value)
            }
            fn any(&self, values: Vec<bool>) -> bool {
                values.into_iter().any(|value| value)
            }
        }
        let occurs = OccursSince(&scan.positions, start);
        (0..self.clauses()).all(|clause| self.pattern.fold(clause, &occurs) == Some(true))
    }

    /// Returns the matches of all clauses in the words read.
    fn match_clauses(&self, scan: &mut Scan<'_>) -> Vec<Highlight> {
        let mut budget = SpanBudget::new(scan.steps_left().max(MIN_MATCH_STEPS));
        let end = scan.next_position();
        scan.speech.iter_mut().for_each(|speech| speech.finish(end));
        let speech = scan.speech.as_ref().map(SpeechScan::positions);
        let boundaries = SpanBoundaries {
            sentences: &scan.sentences,
            paragraphs: &scan.paragraphs,
            speech: speech.unwrap_or_default(),
        };
        let mut highlights = Vec::new();
        for clause in 0..self.clauses() {
            for span_match in self.pattern.find(clause, &scan.positions, boundaries, &mut budget) {
                let bytes = |(start, end): (u32, u32)| {
                    Some(scan.span_of(start)?.start..scan.span_of(end.checked_sub(1)?)?.end)
                };
                let Some(span) = bytes((span_match.start, span_match.end)) else { continue };
                let parts = span_match.ranges().iter().filter_map(|part| bytes(*part)).collect();
                highlights.push(Highlight { span, clause, parts, elided: span_match.elided });
            }
        }
        highlights.sort_by_key(|highlight| {
            (highlight.span.start, usize::MAX - highlight.span.end, highlight.clause)
        });
        scan.take_steps(budget.taken() + RECORD_STEPS * highlights.len() as u64);
        scan.is_truncated |= budget.is_truncated();
        highlights
    }

    /// Reads the words that begin before the offset `end`. Words that begin with none of `first_bytes` match
    /// nothing.
    fn read(&self, scan: &mut Scan<'_>, language: (Language, u8), first_bytes: FirstBytes, end: usize) {
        let word_steps = (self.globs.len() + FUZZY_STEPS * self.fuzzies.len()) as u64;
        while scan.next_word(end, first_bytes) {
            scan.record_boundaries();
            if !first_bytes.contains_first_of(scan.tokens.text()) {
                continue;
            }
            if !scan.take_steps(word_steps) || scan.num_positions >= MAX_SPANS {
                scan.is_truncated = true;
                break;
            }
            let mut matched = false;
            let Scan { tokens, positions, num_positions, .. } = scan;
            self.for_each_matcher(tokens, language, &mut |matcher| {
                // Other forms of a word stand at its position.
                if positions[matcher].last() != Some(&tokens.position()) {
                    positions[matcher].push(tokens.position());
                    *num_positions += 1;
                }
                matched = true;
            });
            if matched {
                scan.add_span();
            }
        }
    }

    /// Calls `callback` with the index of every matcher that matches the current token, in a text of a
    /// language that is given with its ordinal. May call it twice: a form of a name may also be its
    /// stem, and a word with a possessive may have it, too.
    fn for_each_matcher(
        &self,
        tokens: &TokenStream<'_>,
        (language, ordinal): (Language, u8),
        callback: &mut impl FnMut(usize),
    ) {
        let (base, text) = (tokens.base(), tokens.text());
        if let Some(matchers) = self.exact.get(text) {
            matchers.iter().copied().for_each(&mut *callback);
        }
        // Stemming a word costs more than tokenizing it.
        let has_prefix = self.stem_prefixes.of(ordinal).any(|prefix| text.starts_with(prefix.as_str()));
        if !self.stems.is_empty() && (has_prefix || changes_first_letter(base, language)) {
            let matchers_of = |word| {
                let found = self.stems.get(&*stem_with(self.analyzer, word, language));
                let matchers = found.map_or(&[][..], Vec::as_slice).iter();
                let matchers = matchers.filter(|(_, languages)| languages.has_ordinal(ordinal));
                matchers.map(|(matcher, _)| *matcher)
            };
            matchers_of(base).for_each(&mut *callback);
            // As in the index, a word with a possessive is also stemmed as a whole.
            if base.len() < text.len() {
                matchers_of(text).for_each(&mut *callback);
            }
        }
        for (glob, matcher) in &self.globs {
            if glob.matches(tokens.text()) {
                callback(*matcher);
            }
        }
        for (fuzzy, matcher) in &self.fuzzies {
            if fuzzy.matches(tokens.text()) {
                callback(*matcher);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parse;
    use crate::search::snippet::highlighter::*;

    fn matches<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        let highlighter = Highlighter::for_body(&parse(query).query, &Languages::default());
        let highlights = highlighter.find(text, Language::UNKNOWN, &[]);
        highlights.into_iter().map(|highlight| &text[highlight.span]).collect()
    }

    #[test]
    fn words_match_any_inflection_phrases_match_exactly() {
        let text = "Troops saw a troop; the troop's troops trooped.";
        assert_eq!(matches("troop", text), ["Troops", "troop", "troop's", "troops", "trooped"]);
        assert_eq!(matches("\"troop\"", text), ["troop"]);
    }

    #[test]
    fn only_whole_phrases_are_highlighted() {
        let text = "we will. “We\u{a0}will—fight” on, we fight, they will fight";
        assert_eq!(matches("\"we will fight\"", text), ["We\u{a0}will—fight"]);
        assert_eq!(matches("\"a a b\"", "a a a b a b"), ["a a b"]);
    }

    #[test]
    fn numbers_are_highlighted_whole() {
        assert_eq!(matches("12,000", "12 and 000, then 12,000 or 12 000"), ["12,000", "12 000"]);
    }

    #[test]
    fn patterns_and_fuzzy_words_are_highlighted() {
        let text = "Zelenskyy met Zelensky in Kursk and Kurchatov.";
        assert_eq!(matches("Zelensky~1", text), ["Zelenskyy", "Zelensky"]);
        assert_eq!(matches("kur*", text), ["Kursk", "Kurchatov"]);
    }

    #[test]
    fn exclusions_and_other_fields_are_not_highlighted() {
        assert_eq!(matches("a -b title:c", "a b c"), ["a"]);
        let title = Highlighter::for_title(&parse("a -b title:c").query, &Languages::default()).find(
            "a b c",
            Language::UNKNOWN,
            &[],
        );
        assert_eq!(title.len(), 2);
    }
}
