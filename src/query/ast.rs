//! The syntax tree of a query.

use jiff::civil::Date;

use crate::analysis::{AnalyzerVersion, Unjoined, has_gap, is_stop_word, query_tokens, turkish_name};
pub use crate::query::field::Field;
use crate::query::punctuation::{is_near_name, is_operator, straighten};

/// A query, as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Matches nothing: the query has no word in it.
    Nothing,
    /// Matches every article.
    All,
    /// A word, in any inflection.
    Term(Term),
    /// Any word that a pattern matches.
    Pattern(Pattern),
    /// A word, or one within a small edit distance of it.
    Fuzzy(Fuzzy),
    /// Words in this order and in these exact forms.
    Phrase(Phrase),
    /// Two queries near each other.
    Near(Box<Near>),
    /// A query on one field of the article.
    Field(Field, Box<Query>),
    /// Articles published, or added, on certain days.
    Dates(Dates),
    /// Several queries together.
    Bool(Vec<(Occur, Query)>),
}

/// Role of a clause in a [`Query::Bool`], as in Lucene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// The clause must match.
    Must,
    /// At least one such clause must match.
    Should,
    /// The clause must not match.
    MustNot,
}

/// A word as typed. `F-16` and `Jong-un` are one typed word of several tokens, which match as a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word as typed, with straight quotes and apostrophes and without surrounding punctuation.
    pub surface: String,
    /// The normalized tokens of the word; never empty.
    pub tokens: Vec<String>,
    /// The token to stem, without a possessive `'s`; `None` when the word has several tokens, or letters of a
    /// script without spaces around a sign.
    pub base: Option<String>,
    /// The version of the analyzer that read the word.
    pub(crate) analyzer: AnalyzerVersion,
    /// Reading of the word. The parser knows no names; a search does.
    pub reading: WordReading,
    /// Languages whose stems the word does not join. The parser knows none; a search does.
    pub(crate) unjoined: Unjoined,
    /// Other forms of the name that the word is in some languages, normalized. The parser knows none; a
    /// search does.
    pub(crate) name_forms: Vec<String>,
}

/// Reading of a word of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WordReading {
    /// In any inflection.
    #[default]
    Inflected,
    /// As a name: its form, its plural and its possessive.
    Name,
    /// As a name that is in every article of the archive with any of the inflections.
    NameEverywhere,
}

/// A word with wildcards: `*` matches any letters, `?` one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The normalized pattern.
    pub glob: String,
}

/// A word and all words within an edit distance of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fuzzy {
    /// The normalized word.
    pub word: String,
    /// Maximum edit distance, 1 or 2: letters substituted, inserted, deleted, or swapped with a neighbor.
    pub distance: u8,
}

/// Words in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase as typed, with quotes, apostrophes, ellipses and white space normalized.
    pub surface: String,
    /// The parts between ellipses. The words of a part are adjacent; up to [`MAX_GAP`] words may stand
    /// between two parts. There is at least one part, and none is empty.
    pub parts: Vec<Vec<Slot>>,
    /// Slop as in Lucene: the total distance by which words may be out of place. Two swapped words have a
    /// slop of 2. Always 0 in a phrase of several parts.
    pub slop: u32,
}

/// Maximum number of words that an ellipsis in a phrase stands for.
pub const MAX_GAP: u32 = 60;

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// This exact word, normalized; a word with marks has them, after a `=`.
    Word(String),
    /// Any word that this normalized pattern matches.
    Glob(String),
    /// These two letters of a script without spaces, with or without signs between them.
    Bigram(String),
}

/// Two queries near each other. Each is a word, a pattern, a phrase, a disjunction of these, or another
/// `Near`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The left operand.
    pub left: Query,
    /// The right operand.
    pub right: Query,
    /// The allowed distance.
    pub within: Within,
    /// Whether the left operand must come first.
    pub ordered: bool,
}

/// Distance allowed between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// The positions differ by at most this many words; adjacent words differ by 1.
    Words(u32),
    /// Both stand in one sentence.
    Sentence,
    /// Both stand in one paragraph.
    Paragraph,
}

/// A day of an article that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateField {
    /// The day of publication.
    Published,
    /// The first day on which the index had its content.
    Added,
    /// The day of publication that it declares and that cannot be one. No range has it.
    Impossible,
}

/// A range of days, both ends included. Without either end it has the articles that have no day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// The range as a query spells it: `date:2024-10`.
    pub surface: String,
    /// The day that must be in the range.
    pub field: DateField,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Term {
    /// Reads the word `surface`. Returns `None` if it has no letter or digit.
    pub fn new(analyzer: AnalyzerVersion, surface: &str) -> Option<Term> {
        let tokens: Vec<_> = query_tokens(analyzer, surface).collect();
        let (first, last) = (tokens.first()?, tokens.last()?);
        let is_word = tokens.len() == 1 && !has_gap(&first.text);
        let surface = straighten(&surface[first.span.start..last.span.end]);
        let name = turkish_name(&surface, &first.text).filter(|_| analyzer >= AnalyzerVersion::V9);
        let name = name.and_then(|name| query_tokens(analyzer, name).next());
        let base = is_word.then(|| name.as_ref().unwrap_or(first).base().to_owned());
        // Lowercase an operator that is meant as a word, so that the canonical form parses as a word again.
        let is_operator = is_operator(&surface) || is_near_name(&surface);
        let surface = if is_operator { surface.to_lowercase() } else { surface };
        let tokens = tokens.into_iter().map(|word| word.text).collect();
        Some(Term {
            surface,
            base,
            tokens,
            analyzer,
            reading: WordReading::default(),
            unjoined: Unjoined::default(),
            name_forms: Vec::new(),
        })
    }

    /// Returns the normalized `word` as a term.
    pub(crate) fn of_token(word: &str) -> Term {
        Term {
            surface: word.to_owned(),
            tokens: vec![word.to_owned()],
            base: Some(word.to_owned()),
            analyzer: AnalyzerVersion::CURRENT,
            reading: WordReading::default(),
            unjoined: Unjoined::default(),
            name_forms: Vec::new(),
        }
    }

    /// Returns the tokens of a compound that mean something alone: not the letters and numbers of `F-16`.
    pub(crate) fn joined_words(&self) -> Vec<Term> {
        let tokens = query_tokens(self.analyzer, &self.surface).map(|word| &self.surface[word.span]);
        let means_something = |piece: &&str| {
            let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
            letters >= 2 && letters == piece.chars().count()
        };
        let words = tokens.filter(means_something).filter_map(|word| Term::new(self.analyzer, word));
        words.filter(|word| !word.tokens.iter().any(|piece| is_stop_word(piece))).collect()
    }
}

impl Fuzzy {
    /// Returns whether the normalized `word` is within the edit distance (optimal string alignment: Damerau's
    /// distance in which no letter is edited twice).
    pub fn matches(&self, word: &str) -> bool {
        let max = usize::from(self.distance);
        // The bytes of an ASCII word are its letters.
        if self.word.len().abs_diff(word.len()) > max && self.word.is_ascii() && word.is_ascii() {
            return false;
        }
        // Each edit removes at most one letter and adds at most one, so comparing letter sets rejects most
        // words early.
        let (expected, actual) = (letter_set(&self.word), letter_set(word));
        let few = |set: u64| set.count_ones() as usize <= max;
        if !few(expected & !actual) || !few(actual & !expected) {
            return false;
        }
        if self.word.chars().count().abs_diff(word.chars().count()) > max {
            return false;
        }
        let (expected, actual): (Vec<char>, Vec<char>) =
            (self.word.chars().collect(), word.chars().collect());
        edit_distance(&expected, &actual) <= max
    }
}

/// Returns the letters of a word as a bit set in which several letters share a bit.
fn letter_set(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (c as u32 % 64))
}

/// Returns the optimal string alignment distance: Damerau's distance in which no letter is edited twice.
pub fn edit_distance(a: &[char], b: &[char]) -> usize {
    // Equal letters at either end change nothing, and are most of two similar words.
    let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[shared..], &b[shared..]);
    let shared = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - shared], &b[..b.len() - shared]);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let (mut before, mut row) = (last.clone(), last.clone());
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        (before, last, row) = (last, row, before);
    }
    last[b.len()]
}

impl Phrase {
    /// Returns the words as typed, each to be found in any inflection.
    pub(crate) fn words(&self) -> Vec<Term> {
        let analyzer = AnalyzerVersion::CURRENT;
        self.surface.split_whitespace().filter_map(|word| Term::new(analyzer, word)).collect()
    }

    /// Returns the words, if they are all known and adjacent; `None` for a phrase of several parts, with
    /// slop, patterns or bigrams, or that is also read with acronyms.
    pub(crate) fn adjacent_words(&self) -> Option<Vec<String>> {
        let ([slots], 0, None) = (self.parts.as_slice(), self.slop, self.parts_with_acronyms()) else {
            return None;
        };
        let word = |slot: &Slot| match slot {
            Slot::Word(word) => Some(word.clone()),
            Slot::Glob(_) | Slot::Bigram(_) => None,
        };
        slots.iter().map(word).collect()
    }

    /// Iterates over the words of all parts.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.parts.iter().flatten()
    }
}

impl Query {
    /// Returns the Boolean query of `clauses`, or the clause itself if there is only one.
    pub fn from_clauses(mut clauses: Vec<(Occur, Query)>) -> Query {
        match (clauses.len(), clauses.first()) {
            (0, _) => Query::Nothing,
            (1, Some((Occur::Must | Occur::Should, _))) => clauses.remove(0).1,
            _ => Query::Bool(clauses),
        }
    }

    /// Returns the number of words in the query.
    pub fn word_count(&self) -> usize {
        match self {
            Query::Nothing | Query::All | Query::Dates(_) => 0,
            Query::Term(term) => term.tokens.len(),
            Query::Pattern(_) | Query::Fuzzy(_) => 1,
            Query::Phrase(phrase) => phrase.slots().count(),
            Query::Near(near) => near.left.word_count() + near.right.word_count(),
            Query::Field(_, query) => query.word_count(),
            Query::Bool(parts) => parts.iter().map(|(_, query)| query.word_count()).sum(),
        }
    }

    /// Returns whether the query matches at positions, rather than articles as a whole. Only such a query can
    /// be an operand of [`Near`].
    pub fn is_positional(&self) -> bool {
        match self {
            Query::Term(_) | Query::Pattern(_) | Query::Fuzzy(_) | Query::Phrase(_) | Query::Near(_) => true,
            Query::Bool(parts) => {
                parts.iter().all(|(occur, query)| *occur == Occur::Should && query.is_positional())
            }
            Query::Nothing | Query::All | Query::Field(..) | Query::Dates(_) => false,
        }
    }

    /// Returns the single-token words that an article must or may have, in the order of the query. Words in
    /// phrases, in fields and in exclusions are left out.
    pub fn plain_words(&self) -> Vec<&Term> {
        match self {
            Query::Term(term) if term.base.is_some() => vec![term],
            Query::Bool(parts) => {
                let included = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot);
                included.flat_map(|(_, query)| query.plain_words()).collect()
            }
            Query::Near(near) => [near.left.plain_words(), near.right.plain_words()].concat(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::ast::edit_distance;

    /// The distance by its definition.
    fn defined(a: &[char], b: &[char]) -> usize {
        let (Some((x, a_rest)), Some((y, b_rest))) = (a.split_last(), b.split_last()) else {
            return a.len().max(b.len());
        };
        let replaced = defined(a_rest, b_rest) + usize::from(x != y);
        let best = replaced.min(defined(a_rest, b) + 1).min(defined(a, b_rest) + 1);
        match (a, b) {
            ([a_rest @ .., v, _], [b_rest @ .., w, _]) if v == y && w == x => {
                best.min(defined(a_rest, b_rest) + 1)
            }
            _ => best,
        }
    }

    #[test]
    fn letters_shared_at_either_end_do_not_change_the_distance() {
        let words = (0..=5u32).flat_map(|length| (0..2u32.pow(length)).map(move |bits| (length, bits)));
        let word = |(length, bits): (u32, u32)| {
            (0..length).map(move |at| if bits >> at & 1 == 1 { 'a' } else { 'b' })
        };
        let words: Vec<Vec<char>> = words.map(|bits| word(bits).collect()).collect();
        for (a, b) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
            assert_eq!(edit_distance(a, b), defined(a, b), "{a:?} {b:?}");
        }
    }
}
