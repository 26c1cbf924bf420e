//! Tells what is said from titles, nicknames and words held at a distance.

use crate::quote::attribution::{Attribution, Cue, Sentences};
use crate::quote::lexicon::WordClass;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

/// Maximum number of words of a title or of words held at a distance.
const MAX_WORDS: usize = 8;

/// Returns whether the quotation at token `position` with `words` is a title or a name that nobody says.
pub(super) fn is_term(
    sentences: Sentences<'_>,
    position: usize,
    words: &str,
    attribution: Option<&Attribution>,
) -> bool {
    let count = words.split_ascii_whitespace().take(MAX_WORDS + 1).count();
    if count > MAX_WORDS {
        return false;
    }
    let tokens = sentences.tokens;
    if tokens[position].starts_sentence && sentences.ends_sentence(position) {
        return false;
    }
    let before = position.checked_sub(1).map(|before| &tokens[before]);
    let after = tokens.get(position + 1);
    let is_nickname = count <= 3
        && before.is_some_and(|token| token.is_capital() && !token.is_possessive)
        && after.is_some_and(SpeechToken::is_capital)
        && !words.ends_with(['.', '!', '?', ',']);
    if is_nickname {
        return true;
    }
    if before.is_some()
        && (position.saturating_sub(2)..position).any(|verb| sentences.names(verb, position))
        && count <= 4
    {
        return true;
    }
    let names_work = before.is_some_and(|token| token.is(WordClass::WORK));
    if count >= 2 && is_title(words) {
        let programs = before.is_some_and(|token| token.is(WordClass::PREPOSITION) || token.is_possessive);
        // `The ship “Road Runner” sank, X said`
        let is_noun =
            |token: &SpeechToken| token.kind == SpeechTokenKind::Word && token.class == WordClass::NONE;
        let is_named = before.is_some_and(is_noun)
            && position >= 2
            && tokens[position - 2].is(WordClass::DETERMINER)
            && after.is_some_and(|after| after.kind == SpeechTokenKind::Word);
        let is_said = |attribution: &Attribution| !matches!(attribution.cue, Cue::Calls | Cue::Unclear);
        return names_work || programs || is_named || !attribution.is_some_and(is_said);
    }
    let is_unclear = |attribution: &Attribution| attribution.cue == Cue::Unclear && !words.ends_with(',');
    attribution.is_none_or(is_unclear) && count <= 3 && !sentences.ends_sentence(position)
}

/// Returns whether the words are written like a title: long ones with capitals.
pub(crate) fn is_title(words: &str) -> bool {
    let mut words = words.split_ascii_whitespace();
    let starts = |word: &str| {
        word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    words.clone().next().is_some_and(starts) && words.all(|word| starts(word) || word.len() <= 3)
}
