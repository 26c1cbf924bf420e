//! Finds the typing errors in long and frequent names that stand where a capital tells nothing: at the start
//! of a sentence, in a title, in a list.

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::analysis::{SpellingKeys, is_no_surname};
use crate::index::spellings::contexts::count_articles;
use crate::index::spellings::name_word::NameWord;

/// Number of articles with a name, for each with two of its letters in the other's place.
const SLIP_OF_FREQUENT: u64 = 20;
/// Minimum length of such a name, in letters.
const MIN_SLIP: usize = 7;

/// Adds the words that are a long and frequent name with two letters in each other's place. Where none stands
/// within a sentence, its capital is no evidence, and none is needed.
pub(super) fn add_slips(searcher: &Searcher, exact: Field, words: &mut Vec<NameWord>) -> tantivy::Result<()> {
    let mut slips = Vec::new();
    for name in words.iter().filter(|name| name.is_latin && name.capitals >= SLIP_OF_FREQUENT) {
        let letters: Vec<char> = name.word.chars().collect();
        if letters.len() < MIN_SLIP {
            continue;
        }
        for first in (1..letters.len() - 1).filter(|first| letters[*first] != letters[first + 1]) {
            let swapped = |letters: &[char]| {
                let mut letters = letters.to_vec();
                letters.swap(first, first + 1);
                letters.into_iter().collect::<String>()
            };
            let word = swapped(&letters);
            let is_known = words.binary_search_by(|other| other.word.as_str().cmp(&word)).is_ok();
            if is_known || is_no_surname(&word) {
                continue;
            }
            let articles = count_articles(searcher, exact, &word)?;
            if articles > 0 && name.capitals >= articles * SLIP_OF_FREQUENT {
                let written: Vec<char> = name.written.chars().collect();
                let written = if written.len() == letters.len() { swapped(&written) } else { word.clone() };
                let keys = SpellingKeys::new(&word);
                let (capitals, articles) = (articles, Some(articles));
                slips.push(NameWord { word, written, capitals, articles, is_latin: true, keys });
            }
        }
    }
    words.append(&mut slips);
    words.sort_by(|a, b| a.word.cmp(&b.word));
    words.dedup_by(|a, b| a.word == b.word);
    Ok(())
}
