//! Other spellings of a word, out of the index's own vocabulary.

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::analysis::{Language, phonetic_key, stem};
use crate::query::Fuzzy;
use crate::search::expand::close_to;

/// The shortest word that is looked for in other spellings, in characters.
const SHORTEST: usize = 4;
/// From this length on one letter more or less is taken for a spelling of the same word.
const LONG: usize = 7;
/// Spellings given for a word.
const MOST: usize = 5;

/// Another spelling, and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The folded word.
    pub word: String,
    /// Articles that have it.
    pub articles: u64,
}

/// Words of `field` that may be the same name as the folded `word`: the same phonetic_key, or one letter away where the word
/// is long. InflectionCache of the word, which are found anyway, are none.
pub(crate) fn variants(searcher: &Searcher, field: Field, word: &str) -> tantivy::Result<Vec<Spelling>> {
    let length = word.chars().count();
    if length < SHORTEST || word.chars().any(char::is_numeric) {
        return Ok(Vec::new());
    }
    let (own, stem_of_own) = (phonetic_key(word), stem(word, Language::UNKNOWN));
    let close = Fuzzy { word: word.to_owned(), distance: 1 };
    let same = |other: &String| {
        let spelled = phonetic_key(other) == own || length >= LONG && close.matches(other);
        spelled && other != word && stem(other, Language::UNKNOWN) != stem_of_own && !is_plural(word, other)
    };
    ranked(searcher, field, word, same)
}

/// Words of `field` that are closest to `word`, for when there is no such word.
pub(crate) fn nearest(searcher: &Searcher, field: Field, word: &str) -> tantivy::Result<Vec<Spelling>> {
    if word.chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let one = Fuzzy { word: word.to_owned(), distance: 1 };
    let all = ranked(searcher, field, word, |other| other != word && one.matches(other))?;
    if !all.is_empty() || word.chars().count() < LONG {
        return Ok(all);
    }
    ranked(searcher, field, word, |other| other != word)
}

fn ranked(
    searcher: &Searcher,
    field: Field,
    word: &str,
    wanted: impl Fn(&String) -> bool,
) -> tantivy::Result<Vec<Spelling>> {
    let found = close_to(searcher, field, word, 2)?;
    let mut all: Vec<Spelling> = found
        .into_iter()
        .filter(|(other, _)| wanted(other))
        .map(|(word, articles)| Spelling { word, articles })
        .collect();
    all.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
    all.truncate(MOST);
    Ok(all)
}

/// Whether one is the other with an s: a plural or a possessive, not a spelling.
fn is_plural(a: &str, b: &str) -> bool {
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a)
}
