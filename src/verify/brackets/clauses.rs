//! Words in brackets that are a clause, or change one, in a language that is not English.

use crate::analysis::{Language, is_function_word_of};
use crate::quote::{LANGUAGES_WITH_ROLES, WordRole, has_word_roles, word_role};

/// Returns whether `words`, in lower case and with whether each has a capital, have a verb, a conjunction, an
/// adverb or a negation of `language`, or nothing but words of grammar that are no pronouns.
pub(super) fn is_of_clause(words: &[(&str, bool)], language: Language) -> bool {
    let code = language.code();
    let is_function_word = |word: &str| is_function_word_of(word, code);
    if !has_word_roles(code) {
        return words.iter().all(|(word, _)| is_function_word(word));
    }
    let mut behind_determiner = false;
    words.iter().enumerate().any(|(index, (word, has_capital))| {
        let role = word_role(word, code);
        let may_be_noun = *has_capital || behind_determiner;
        behind_determiner = role == Some(WordRole::Determiner);
        match role {
            Some(WordRole::Determiner | WordRole::NounPhrase) => false,
            Some(WordRole::Coordinate) => index == 0,
            Some(WordRole::Clause) => true,
            Some(WordRole::Verb) => !may_be_noun,
            None => is_function_word(word),
        }
    })
}

/// Returns whether a word, in lower case, is an article, a preposition or a pronoun of a language that is not
/// English.
pub(super) fn is_noun_phrase_word(word: &str) -> bool {
    let mut roles = LANGUAGES_WITH_ROLES.iter().filter_map(|code| word_role(word, code));
    roles.any(|role| matches!(role, WordRole::Determiner | WordRole::NounPhrase))
}
