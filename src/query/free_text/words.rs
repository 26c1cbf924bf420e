//! The words of a free text, each with its number.

use std::collections::HashMap;

use crate::analysis::{
    AnalyzerVersion, Language, detect, is_function_word, is_stop_word, is_unspaced_letter, stem_with,
};
use crate::query::ast::Term;
use crate::query::free_text::post_signs::{note_left_out, without_post_signs};
use crate::query::free_text::readable::readable;
use crate::query::notes::Note;
use crate::query::parser::repair;

/// Maximum number of different words that are read of a text; a note reports the words beyond them.
const MAX_DISTINCT_WORDS: usize = 20_000;

/// A word of a free text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeTextWord {
    /// The word, as it stands first.
    pub term: Term,
    /// Number of times that the text has it, in any inflection.
    pub count: u32,
}

/// Returns the words of the free text `text` in the order in which they stand first, without function words,
/// addresses and names of accounts, and notes on what was left out. The words are for an index of a version
/// of the analyzer.
pub fn free_text_words(analyzer: AnalyzerVersion, text: &str) -> (Vec<FreeTextWord>, Vec<Note>) {
    let repaired = repair(text);
    let typed = repaired.as_deref().unwrap_or(text);
    let (text, left_out) = without_post_signs(typed);
    let mut notes: Vec<Note> = note_left_out(typed, &left_out).into_iter().collect();
    let language = detect(&text);
    let mut words: Vec<FreeTextWord> = Vec::new();
    let mut index_by_stem: HashMap<String, usize> = HashMap::new();
    for chunk in text.split_whitespace() {
        for term in terms(analyzer, chunk) {
            if term.tokens.iter().all(|token| is_stop_word(token) || is_function_word(token, language)) {
                continue;
            }
            let stem = stem_of(analyzer, &term, language);
            if let Some(&index) = index_by_stem.get(&stem) {
                words[index].count = words[index].count.saturating_add(1);
            } else if words.len() < MAX_DISTINCT_WORDS {
                index_by_stem.insert(stem, words.len());
                words.push(FreeTextWord { term, count: 1 });
            } else if notes.last().is_none_or(|note| !note.reason.starts_with(TOO_MANY)) {
                let position = text[..chunk.as_ptr() as usize - text.as_ptr() as usize].chars().count();
                let reason = format!("{TOO_MANY} {MAX_DISTINCT_WORDS} different words; the rest was ignored");
                notes.push(Note { position, reason });
            }
        }
    }
    (words, notes)
}

/// Beginning of the note on a text of too many words.
const TOO_MANY: &str = "the text has more than";

/// Returns the words of `chunk`, which has no white space: one, or those of a compound, or the pairs of
/// letters of a script without spaces.
fn terms(analyzer: AnalyzerVersion, chunk: &str) -> Vec<Term> {
    let Some(term) = Term::new(analyzer, chunk) else { return Vec::new() };
    if term.base.is_some() {
        return readable(analyzer, &term).into_iter().collect();
    }
    if term.tokens.iter().any(|token| is_unspaced_letter(token)) {
        return term.tokens.iter().map(|token| Term::of_token(token)).collect();
    }
    let words = term.joined_words();
    let whole = (words.len() < term.tokens.len()).then_some(term);
    // The whole would be an operator or a field if it does not parse to itself.
    let words = words.into_iter().chain(whole);
    words.filter_map(|word| readable(analyzer, &word)).collect()
}

/// Returns what the inflections of a word share.
fn stem_of(analyzer: AnalyzerVersion, term: &Term, language: Language) -> String {
    match &term.base {
        Some(base) => stem_with(analyzer, base, language).into_owned(),
        None => term.tokens.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::ast::{Occur, Query};
    use crate::query::free_text::words::*;

    fn read(text: &str) -> Vec<(String, u32)> {
        let (words, _) = free_text_words(AnalyzerVersion::CURRENT, text);
        words.into_iter().map(|word| (word.term.surface, word.count)).collect()
    }

    #[test]
    fn words_are_counted_in_any_inflection() {
        let words =
            read("The dam broke. “All dams break,” said @ann of the dam's crew: https://a.example/dam");
        assert_eq!(words[0], ("dam".into(), 3));
        assert!(words.iter().all(|(word, _)| !["The", "of", "ann", "All", "https"].contains(&word.as_str())));
    }

    #[test]
    fn operators_are_words_and_fields_are_text() {
        let words = read("title:dam -crew NOT kursk* site:x");
        let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        assert!(["crew", "kursk", "dam"].iter().all(|word| words.contains(word)), "{words:?}");
    }

    #[test]
    fn operators_that_stand_alone_are_left_out() {
        let words = read("dam w/5 adj5 by=ann NEAR(crew path:seeds -x OR date:2024 wc>5");
        let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(words, ["dam", "ann", "near", "crew", "path", "seeds", "x", "date", "wc"]);
    }

    proptest::proptest! {
        /// A query of the words reads back.
        #[test]
        fn words_read_back(text in "(\\PC{0,3}| |a|w/3|pre/2|/s|~1|date:2024|path:|OR|NEAR\\(|adj5|by=ann|US|NATO|派|U\\.S\\.|wc>5|hd=|24|river|=|\\*){0,20}") {
            let (words, _) = free_text_words(AnalyzerVersion::CURRENT, &text);
            let clauses = words.into_iter().map(|word| (Occur::Should, Query::Term(word.term)));
            let query = Query::from_clauses(clauses.collect()).with_readable_words(AnalyzerVersion::CURRENT);
            proptest::prop_assert_eq!(&crate::query::parse(&query.to_string()).query, &query, "{}", query);
        }
    }

    #[test]
    fn compounds_and_scripts_without_spaces_are_split() {
        assert_eq!(
            read("newly-created F-16"),
            [("newly".into(), 1), ("created".into(), 1), ("F-16".into(), 1)]
        );
        assert!(read("魚市場が開く").len() > 2);
    }
}
