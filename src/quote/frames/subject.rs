//! The subject of a verb of speech.

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::phrase::{NamingPhrase, PhraseHead, noun_phrase};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind};

/// Number of phrases between a verb and its subject behind it.
const MAX_BETWEEN: usize = 3;
/// Number of tokens between a verb and its subject before it.
const MAX_BEFORE: usize = 45;

/// Number of words of no class between a subject and its verb.
const MAX_UNKNOWN: usize = 2;

/// Returns the subject of the verb at `verb`, unless it may be one of two.
pub(super) fn subject(tokens: &[FrameToken<'_>], verb: usize, grammar: &Grammar) -> Option<NamingPhrase> {
    let before = subject_before(tokens, verb, grammar);
    // X lobte den Plan und nannte Y: the subject stands before, or is not told.
    if verb.checked_sub(1).is_some_and(|last| tokens[last].classes.has(Classes::COORDINATE) && last > 0) {
        return before;
    }
    let after = subject_after(tokens, verb, grammar);
    match (before, after) {
        (Some(before), Some(after)) => {
            let is_adjacent = after.tokens.start == verb + 1;
            // Nannte sie falsch: the pronoun may be the object, and he is never.
            match after.head {
                PhraseHead::She if is_adjacent => return Some(before),
                PhraseHead::He if is_adjacent => return Some(after),
                _ => {}
            }
            let names = |phrase: &NamingPhrase| {
                matches!(phrase.head, PhraseHead::Name(..) | PhraseHead::He | PhraseHead::She)
            };
            // Die Frage beantwortete der Minister: only that is a subject for sure.
            let is_titled = grammar.is_title(&tokens[after.core.end - 1].lower) || names(&after);
            let is_masculine = |phrase: &NamingPhrase| tokens[phrase.core.start].lower == "der";
            if is_adjacent
                && is_titled
                && is_masculine(&after)
                && !is_masculine(&before)
                && before.has_determiner
            {
                return Some(after);
            }
            // Den Plan lobte X; die Regierung kritisierte X: either may be the subject.
            let is_object = !is_adjacent || after.has_determiner && !names(&after) || !names(&after);
            match () {
                () if is_object => Some(before),
                () if names(&before) => Some(before),
                () => None,
            }
        }
        (before, after) => before.or(after),
    }
}

/// Returns the noun phrase that is the subject behind the verb.
pub(super) fn subject_after(
    tokens: &[FrameToken<'_>],
    verb: usize,
    grammar: &Grammar,
) -> Option<NamingPhrase> {
    let mut index = verb + 1;
    for _ in 0..=MAX_BETWEEN {
        while tokens.get(index).is_some_and(is_filler) {
            index += 1;
        }
        let token = tokens.get(index)?;
        if token.classes.has(Classes::PREPOSITION) && !token.classes.has(Classes::DETERMINER) {
            index = object_end(tokens, index, grammar)?;
            continue;
        }
        let is_article = token.classes.has(Classes::DETERMINER)
            && tokens.get(index + 1).is_some_and(|next| next.is_word() || next.is_quote());
        if token.classes.has(Classes::OTHER_PRONOUN.or(Classes::SUBORDINATE)) && !is_article {
            return None;
        }
        let phrase = noun_phrase(tokens, index, grammar)?;
        // Dem Sender sagte X: an object before the subject.
        if phrase.is_oblique {
            index = phrase.core.end;
            continue;
        }
        // Experten without an article stand beside their verb.
        let is_object = phrase.head == PhraseHead::Noun && !phrase.has_determiner && index > verb + 1;
        return (!is_object && may_speak(tokens, &phrase, grammar))
            .then(|| with_second(tokens, verb, phrase, grammar));
    }
    None
}

/// Returns the phrase with another one that is joined to it, if the verb has a plural subject.
fn with_second(
    tokens: &[FrameToken<'_>],
    verb: usize,
    phrase: NamingPhrase,
    grammar: &Grammar,
) -> NamingPhrase {
    let joins = tokens.get(phrase.core.end).is_some_and(|token| token.classes.has(Classes::COORDINATE));
    if !joins || !tokens[verb].lower.ends_with('n') {
        return phrase;
    }
    match noun_phrase(tokens, phrase.core.end + 1, grammar) {
        Some(second) if matches!(second.head, PhraseHead::Name(..) | PhraseHead::Noun) => {
            let both = phrase.core.start..second.core.end;
            let tokens = phrase.tokens.start..second.tokens.end;
            NamingPhrase { tokens, head: PhraseHead::Noun, core: both, ..phrase }
        }
        _ => phrase,
    }
}

/// Returns the noun phrase that is the subject before the verb, with nothing but insertions between.
pub(super) fn subject_before(
    tokens: &[FrameToken<'_>],
    verb: usize,
    grammar: &Grammar,
) -> Option<NamingPhrase> {
    let floor = verb.saturating_sub(MAX_BEFORE);
    let begins = |index: usize| match index.checked_sub(1) {
        None => true,
        Some(last) => {
            let last = &tokens[last];
            matches!(last.kind, FrameTokenKind::Mark(',' | ':' | ';' | '–' | '-' | '—' | '('))
                || last.is_quote()
                || last
                    .classes
                    .has(Classes::COORDINATE.or(Classes::SUBORDINATE).or(Classes::AS).or(Classes::ADVERB))
        }
    };
    let starts = (floor..verb).filter(|index| begins(*index));
    for start in starts {
        let Some(phrase) = noun_phrase(tokens, start, grammar) else { continue };
        if start > 0
            && tokens[start - 1].classes.has(Classes::COORDINATE)
            && follows_object(tokens, start - 1, grammar)
        {
            continue;
        }
        if phrase.is_oblique || phrase.tokens.end > verb && phrase.core.end > verb {
            continue;
        }
        let ends = [phrase.tokens.end, phrase.core.end];
        if ends.into_iter().filter(|end| *end <= verb).any(|end| reaches(tokens, end, verb, grammar))
            && may_speak(tokens, &phrase, grammar)
        {
            return Some(with_first(tokens, start, verb, phrase, grammar));
        }
    }
    // X lobte den Plan und sagte: the subject of the first verb is that of the second.
    let is_joined = verb.checked_sub(1).is_some_and(|last| tokens[last].classes.has(Classes::COORDINATE));
    if is_joined {
        let earlier = |index: &usize| {
            tokens[*index].kind == FrameTokenKind::Word
                && tokens[*index].classes.has(Classes::SPEECH.or(Classes::FINITE))
        };
        let first = (floor..verb - 1).find(earlier);
        let first = first.or_else(|| {
            let phrase = noun_phrase(tokens, floor, grammar)?;
            (phrase.core.end < verb && tokens[phrase.core.end].kind == FrameTokenKind::Word)
                .then_some(phrase.core.end)
        })?;
        return subject_before(tokens, first, grammar).or_else(|| subject_after(tokens, first, grammar));
    }
    None
}

/// Returns whether the phrase before the conjunction at `joint` is no subject: between X and Y.
fn follows_object(tokens: &[FrameToken<'_>], joint: usize, grammar: &Grammar) -> bool {
    (joint.saturating_sub(8)..joint).any(|start| {
        let first = &tokens[start];
        let noun = if first.classes.has(Classes::PREPOSITION) && first.is_word() { start + 1 } else { start };
        let is_object =
            noun > start || first.classes.has(Classes::OBLIQUE) && !first.classes.has(Classes::DETERMINER);
        is_object && noun_phrase(tokens, noun, grammar).is_some_and(|phrase| phrase.core.end == joint)
    })
}

/// Returns the phrase with the one before it that it is joined to, if the verb has a plural subject.
fn with_first(
    tokens: &[FrameToken<'_>],
    start: usize,
    verb: usize,
    phrase: NamingPhrase,
    grammar: &Grammar,
) -> NamingPhrase {
    let joint = start.checked_sub(1).filter(|last| tokens[*last].classes.has(Classes::COORDINATE));
    let Some(joint) = joint.filter(|_| tokens[verb].lower.ends_with('n')) else { return phrase };
    let starts = joint.saturating_sub(8)..joint;
    let first = starts
        .filter_map(|start| noun_phrase(&tokens[..joint], start, grammar))
        .find(|first| first.core.end == joint);
    match first {
        Some(first) if matches!(first.head, PhraseHead::Name(..) | PhraseHead::Noun) => {
            let core = first.core.start..phrase.core.end;
            NamingPhrase { tokens: core.start..phrase.tokens.end, core, head: PhraseHead::Noun, ..phrase }
        }
        _ => phrase,
    }
}

/// Returns whether only adverbs, phrases with prepositions and insertions stand from `index` to `verb`.
fn reaches(tokens: &[FrameToken<'_>], mut index: usize, verb: usize, grammar: &Grammar) -> bool {
    let mut unknown = 0;
    while index < verb {
        let token = &tokens[index];
        index = match token.kind {
            _ if is_filler(token) => index + 1,
            FrameTokenKind::Mark('(') => {
                match tokens[index..verb].iter().position(|token| token.is_mark(')')) {
                    Some(close) => index + close + 1,
                    None => return false,
                }
            }
            FrameTokenKind::Mark(',' | '–' | '—') => {
                let mark = token.kind;
                match tokens[index + 1..verb].iter().position(|token| token.kind == mark) {
                    Some(close) => index + close + 2,
                    None => return false,
                }
            }
            // A relative clause behind an insertion.
            FrameTokenKind::Word
                if index > 0
                    && tokens[index - 1].is_mark(',')
                    && token.classes.has(Classes::ARTICLE.or(Classes::SUBORDINATE)) =>
            {
                match tokens[index..verb].iter().position(|token| token.is_mark(',')) {
                    Some(close) => index + close + 1,
                    None => return false,
                }
            }
            FrameTokenKind::Word if token.classes.has(Classes::PREPOSITION) => {
                match object_end(tokens, index, grammar) {
                    Some(end) if end <= verb => end,
                    _ => return false,
                }
            }
            FrameTokenKind::Word if token.classes.has(Classes::OBLIQUE) => {
                match noun_phrase(tokens, index, grammar) {
                    Some(phrase) if phrase.core.end <= verb => phrase.core.end,
                    _ => return false,
                }
            }
            FrameTokenKind::Quote(_) => index + 1,
            // Adverbs and objects in languages in which the verb does not stand second.
            FrameTokenKind::Word
                if !grammar.has_capital_nouns
                    && token.classes == Classes::default()
                    && unknown < MAX_UNKNOWN =>
            {
                unknown += 1;
                index + 1
            }
            _ => return false,
        };
    }
    index == verb
}

/// Returns the index after the noun phrase behind the preposition at `index`.
pub(super) fn object_end(tokens: &[FrameToken<'_>], index: usize, grammar: &Grammar) -> Option<usize> {
    // Am 20. Juli 2005, um 12 Uhr.
    let mut end = index + 1;
    while tokens
        .get(end)
        .is_some_and(|token| matches!(token.kind, FrameTokenKind::Number | FrameTokenKind::Mark('.')))
    {
        end += 1;
    }
    if end > index + 1 {
        return Some(
            end + usize::from(tokens.get(end).is_some_and(|token| token.kind == FrameTokenKind::Capital)),
        );
    }
    let phrase = noun_phrase(tokens, index + 1, grammar)?;
    let first = tokens.get(index + 1)?;
    if first.kind == FrameTokenKind::Capital && phrase.core.len() > 1 {
        // In Berlin Regierungssprecher X: a place is one word.
        return Some(index + 2);
    }
    Some(phrase.core.end)
}

/// Returns whether a phrase names somebody or something that may speak.
pub(super) fn may_speak(tokens: &[FrameToken<'_>], phrase: &NamingPhrase, grammar: &Grammar) -> bool {
    let no_speaker = Classes::TIME.or(Classes::NO_SPEAKER);
    let mut nouns = tokens[phrase.core.clone()]
        .iter()
        .filter(|token| token.kind == FrameTokenKind::Capital && !token.classes.has(Classes::ARTICLE));
    let Some(noun) = nouns.next() else { return true };
    // Without an article a noun looks like a name.
    let may_be_noun = match phrase.head {
        PhraseHead::Name(start, end) => end - start == 1 && !phrase.has_determiner,
        PhraseHead::Noun => true,
        PhraseHead::He | PhraseHead::She => false,
    };
    let is_thing = noun.classes.has(no_speaker) || may_be_noun && grammar.is_abstract(&noun.lower);
    !is_thing
}

/// Returns whether a word between a verb and its subject says nothing of either.
fn is_filler(token: &FrameToken<'_>) -> bool {
    token.kind == FrameTokenKind::Word && token.classes.has(Classes::ADVERB)
        || token.is_word() && token.classes.has(Classes::ADVERB) && !token.classes.has(Classes::DETERMINER)
}
