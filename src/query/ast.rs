//! The tree of a query.

use jiff::civil::Date;

use crate::analysis::{is_stop_word, tokenize};
use crate::query::canonical::depth;
use crate::query::parser::MAX_DEPTH;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Nothing: the query has no word in it.
    Nothing,
    /// Every article.
    All,
    /// A word, in any inflection.
    Term(Term),
    /// Any word of a pattern.
    Pattern(Pattern),
    /// A word or one spelled nearly so.
    Fuzzy(Fuzzy),
    /// Words in this order, in these very forms.
    Phrase(Phrase),
    /// Two queries near each other.
    Near(Box<Near>),
    /// A query on one field of the article.
    Field(Field, Box<Query>),
    /// Articles published on certain days.
    Dates(Dates),
    /// Several queries together.
    Bool(Vec<(Occur, Query)>),
}

/// How a part of a [`Query::Bool`] takes part in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// It must match.
    Must,
    /// It must match unless another that should does.
    Should,
    /// It must not match.
    MustNot,
}

/// The fields that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// The name or host of the site.
    Site,
    /// The author.
    Author,
    /// The path of the source.
    Path,
    /// The language, by its two letters.
    Lang,
    /// What was cut out of the article.
    Cut,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 6] =
        [Field::Title, Field::Site, Field::Author, Field::Path, Field::Lang, Field::Cut];

    /// The field of that name, in any case.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| name.eq_ignore_ascii_case(field.name()))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Site => "site",
            Field::Author => "author",
            Field::Path => "path",
            Field::Lang => "lang",
            Field::Cut => "cut",
        }
    }
}

/// A word as it was typed. `12,000`, `F-16` and `Jong-un` are one typed word of several pieces, which are looked for
/// as a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As typed, with quotes and apostrophes straightened and without what surrounds it.
    pub typed: String,
    /// Its pieces in the form in which they are compared; never empty.
    pub pieces: Vec<String>,
    /// The piece without a possessive `'s`, when there is only one: what is inflected.
    pub base: Option<String>,
}

/// A word with `*` (any letters) or `?` (one letter) in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The folded pattern.
    pub glob: String,
}

/// A word and those that a few letters tell from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fuzzy {
    /// The folded word.
    pub word: String,
    /// How many letters may be changed, added, left out or swapped with their neighbour: 1 or 2.
    pub distance: u8,
}

/// Words that stand in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As typed, with quotes, apostrophes, ellipses and white space straightened.
    pub typed: String,
    /// The parts between ellipses, the words of each next to each other; no part is empty and there is at least one.
    /// Between one part and the next there may be up to [`MAX_GAP`] words.
    pub parts: Vec<Vec<Slot>>,
    /// How far words may stand from their places, all of them together: Lucene's slop, in which two words that have
    /// changed places are 2 away. Only in a phrase of one part.
    pub slop: u32,
}

/// The most words that an ellipsis in a phrase stands for.
pub const MAX_GAP: u32 = 60;

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// This very word, folded.
    Word(String),
    /// Any word of this folded pattern.
    Glob(String),
}

/// Two queries near each other. Each is a word, a pattern, a phrase, a choice of these, or near something itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The one.
    pub left: Query,
    /// The other.
    pub right: Query,
    /// How near.
    pub within: Within,
    /// Whether the left one must come first.
    pub ordered: bool,
}

/// How near two things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Their positions differ by so much at the most; neighbours differ by 1.
    Words(u32),
    /// In the same sentence.
    Sentence,
    /// In the same paragraph.
    Paragraph,
}

/// A span of days, its ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// As it is written in a query: `date:2024-10`.
    pub typed: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Term {
    /// The word `typed`; `None` when there is no letter or digit in it.
    pub fn new(typed: &str) -> Option<Term> {
        let all: Vec<_> = tokenize(typed).collect();
        let (first, last) = (all.first()?, all.last()?);
        let base = (all.len() == 1).then(|| first.base().to_owned());
        let typed = crate::query::straighten(&typed[first.span.start..last.span.end]);
        // An operator in capitals that is meant as a word is shown small, so that it is read as a word again.
        let typed = if crate::query::lexer::is_operator(&typed) { typed.to_lowercase() } else { typed };
        Some(Term { typed, base, pieces: all.into_iter().map(|word| word.text).collect() })
    }

    /// The words in a typed word of several pieces that mean something alone: not the letters and numbers of `F-16`.
    pub(crate) fn joined_words(&self) -> Vec<Term> {
        let pieces = tokenize(&self.typed).map(|word| &self.typed[word.span]);
        let means_something = |piece: &&str| {
            let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
            letters >= 2 && letters == piece.chars().count()
        };
        let words = pieces.filter(means_something).filter_map(Term::new);
        words.filter(|word| !word.pieces.iter().any(|piece| is_stop_word(piece))).collect()
    }
}

impl Fuzzy {
    /// Whether the folded `word` is near enough: the number of letters changed, added, left out, or swapped with their
    /// neighbour that makes one of the other (Damerau's distance, no letter edited twice).
    pub fn matches(&self, word: &str) -> bool {
        let most = usize::from(self.distance);
        // Each edit takes one letter at most out of the word and puts one at most into it: most words need no more.
        let (letters, others) = (letters(&self.word), letters(word));
        let few = |set: u64| set.count_ones() as usize <= most;
        if !few(letters & !others) || !few(others & !letters) {
            return false;
        }
        let (own, other): (Vec<char>, Vec<char>) = (self.word.chars().collect(), word.chars().collect());
        own.len().abs_diff(other.len()) <= most && distance(&own, &other) <= most
    }
}

/// The letters of a word as a set, several letters to a bit.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (c as u32 % 64))
}

/// Damerau's distance between two words, no letter edited twice.
pub(crate) fn distance(a: &[char], b: &[char]) -> usize {
    let (mut before, mut last) = (Vec::new(), (0..=b.len()).collect::<Vec<_>>());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        (before, last) = (last, row);
    }
    last[b.len()]
}

impl Phrase {
    /// The words of all parts.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.parts.iter().flatten()
    }
}

impl Query {
    /// All parts of which each must match, or the one part itself.
    pub fn all_of(mut parts: Vec<(Occur, Query)>) -> Query {
        match (parts.len(), parts.first()) {
            (0, _) => Query::Nothing,
            (1, Some((Occur::Must | Occur::Should, _))) => parts.remove(0).1,
            _ => Query::Bool(parts),
        }
    }

    /// The number of words in it.
    pub fn word_count(&self) -> usize {
        match self {
            Query::Nothing | Query::All | Query::Dates(_) => 0,
            Query::Term(term) => term.pieces.len(),
            Query::Pattern(_) | Query::Fuzzy(_) => 1,
            Query::Phrase(phrase) => phrase.slots().count(),
            Query::Near(near) => near.left.word_count() + near.right.word_count(),
            Query::Field(_, query) => query.word_count(),
            Query::Bool(parts) => parts.iter().map(|(_, query)| query.word_count()).sum(),
        }
    }

    /// Whether it can be near something: it matches at places, not articles as a whole.
    pub fn is_positional(&self) -> bool {
        match self {
            Query::Term(_) | Query::Pattern(_) | Query::Fuzzy(_) | Query::Phrase(_) | Query::Near(_) => true,
            Query::Bool(parts) => {
                parts.iter().all(|(occur, query)| *occur == Occur::Should && query.is_positional())
            }
            Query::Nothing | Query::All | Query::Field(..) | Query::Dates(_) => false,
        }
    }

    /// The words of one piece that an article must or may have, in any inflection, in the order of the query; words in
    /// phrases and fields and what is excluded are not among them.
    pub fn plain_words(&self) -> Vec<&Term> {
        match self {
            Query::Term(term) if term.base.is_some() => vec![term],
            Query::Bool(parts) => {
                let wanted = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot);
                wanted.flat_map(|(_, query)| query.plain_words()).collect()
            }
            Query::Near(near) => [near.left.plain_words(), near.right.plain_words()].concat(),
            _ => Vec::new(),
        }
    }

    /// The same query with a choice for each word that `others` knows other spellings of.
    #[must_use]
    pub fn with_spellings(self, others: &impl Fn(&Term) -> Vec<String>) -> Query {
        match self {
            Query::Term(term) if term.base.is_some() => {
                let very = |word: String| {
                    let parts = vec![vec![Slot::Word(word.clone())]];
                    (Occur::Should, Query::Phrase(Phrase { typed: word, parts, slop: 0 }))
                };
                let mut choices: Vec<_> = others(&term).into_iter().map(very).collect();
                if choices.is_empty() {
                    return Query::Term(term);
                }
                choices.insert(0, (Occur::Should, Query::Term(term)));
                Query::Bool(choices)
            }
            Query::Bool(parts) => {
                let mut all: Vec<(Occur, Query)> = Vec::with_capacity(parts.len());
                for (occur, query) in parts {
                    match (occur, query.with_spellings(others)) {
                        // A choice in a choice is one choice.
                        (Occur::Should, Query::Bool(more))
                            if more.iter().all(|(occur, _)| *occur == Occur::Should) =>
                        {
                            all.extend(more);
                        }
                        part => all.push((part.0, part.1)),
                    }
                }
                Query::Bool(all)
            }
            Query::Near(near) => {
                let Near { left, right, within, ordered } = *near;
                let (left, right) = (left.with_spellings(others), right.with_spellings(others));
                Query::Near(Box::new(Near { left, right, within, ordered }))
            }
            other => other,
        }
    }

    /// The same query asking for any of its parts where it asked for all of them: also within parentheses, and for the
    /// words that are joined to one (`newly-created`). A query stays as it is that would be nested deeper than is read.
    #[must_use]
    pub fn as_disjunction(self) -> Query {
        let any = self.clone().into_disjunction();
        if depth(&any) > MAX_DEPTH { self } else { any }
    }

    fn into_disjunction(self) -> Query {
        let parts = match self {
            Query::Bool(parts) => parts,
            query => vec![(Occur::Must, query)],
        };
        let (excluded, wanted): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(occur, _)| *occur == Occur::MustNot);
        let mut choices = Vec::new();
        wanted.into_iter().for_each(|(_, query)| query.collect_alternatives(&mut choices));
        let choices: Vec<_> = choices.into_iter().map(|query| (Occur::Should, query)).collect();
        if excluded.is_empty() {
            return Query::all_of(choices);
        }
        if choices.is_empty() {
            return Query::Bool(excluded);
        }
        let mut all = vec![(Occur::Must, Query::all_of(choices))];
        all.extend(excluded);
        Query::Bool(all)
    }

    /// Adds to `choices` what of the query can match by itself.
    fn collect_alternatives(self, choices: &mut Vec<Query>) {
        match self {
            Query::Nothing => {}
            Query::Term(term) if term.base.is_none() => {
                let joined = term.joined_words();
                if joined.len() < term.pieces.len() {
                    choices.push(Query::Term(term)); // there is more to it than these words
                }
                choices.extend(joined.into_iter().map(Query::Term));
            }
            // What is excluded in a parenthesis is excluded there only.
            Query::Bool(parts) if parts.iter().any(|(occur, _)| *occur == Occur::MustNot) => {
                choices.push(Query::Bool(parts).into_disjunction());
            }
            Query::Bool(parts) => {
                parts.into_iter().for_each(|(_, query)| query.collect_alternatives(choices))
            }
            query => choices.push(query),
        }
    }
}
