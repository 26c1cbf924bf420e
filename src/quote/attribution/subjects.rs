//! Subjects: the noun phrase before a verb, and the first one of a sentence.

use crate::quote::attribution::noun_phrases::{
    Head, MAX_TOKENS, NounPhrase, name_at_end, name_beside, noun_phrase, with_complements,
};
use crate::quote::lexicon::WordClass;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

/// Maximum number of tokens of what introduces a sentence, up to its comma.
const MAX_INTRODUCTION: usize = 30;

/// Returns the subject of a verb at token `verb`: the noun phrase before it, after token `start`.
pub(super) fn subject_before(tokens: &[SpeechToken], verb: usize, start: usize) -> Option<NounPhrase> {
    let last = skip_back(tokens, verb, start)?;
    let token = &tokens[last];
    if token.is_mark(')') {
        let open = (start..last).rev().take(MAX_TOKENS).find(|position| tokens[*position].is_mark('('))?;
        return subject_before(tokens, open, start);
    }
    if token.is_mark(',') || token.is_dash() {
        return subject_before_comma(tokens, last, start);
    }
    if token.is(WordClass::WHO) {
        let before = last.checked_sub(1).filter(|before| *before >= start)?;
        let end = if tokens[before].is_mark(',') { before } else { last };
        return phrase_before(tokens, end, start);
    }
    if token.is(WordClass::CONJUNCTION | WordClass::BE | WordClass::FUNCTION) && !token.is_capital() {
        return sentence_subject(tokens, start, last);
    }
    let phrase = phrase_before(tokens, last + 1, start)?;
    // `Jane Roe, president and editor of the Herald said`
    let first = &tokens[phrase.tokens.start];
    if phrase.head == Head::Noun
        && first.is(WordClass::TITLE)
        && first.kind == SpeechTokenKind::Word
        && phrase.tokens.start > start
    {
        let subject = sentence_subject(tokens, start, last).filter(|subject| subject.head == Head::Name);
        return Some(subject.unwrap_or(phrase));
    }
    Some(phrase)
}

/// Returns the last token before `verb` that is no adverb, auxiliary or time.
fn skip_back(tokens: &[SpeechToken], verb: usize, start: usize) -> Option<usize> {
    let mut position = verb;
    while position > start {
        let token = &tokens[position - 1];
        let is_name = token.is_capital() && !token.starts_sentence && !token.is(WordClass::TIME);
        if token.is(WordClass::TIME) {
            position -= 1;
            while position > start
                && tokens[position - 1].is(WordClass::PREPOSITION | WordClass::TIME | WordClass::DETERMINER)
                && tokens[position - 1].kind == SpeechTokenKind::Word
            {
                position -= 1;
            }
        } else if token.is(WordClass::ADVERB) && !is_name && !token.is(WordClass::WHO) {
            position -= 1;
        } else {
            return Some(position - 1);
        }
    }
    None
}

/// Returns the subject before `comma`, behind which the verb is: what is between two commas beside it, or
/// what it is set beside.
fn subject_before_comma(tokens: &[SpeechToken], comma: usize, start: usize) -> Option<NounPhrase> {
    let mut end = comma;
    for round in 0..5 {
        let from = start.max(end.saturating_sub(30));
        let Some(open) = (from..end).rev().find(|position| {
            tokens[*position].is_mark(',')
                || tokens[*position].is_dash() && round == 0
                || tokens[*position].is_mark('(')
        }) else {
            break;
        };
        if round == 0 {
            let beside = name_beside(tokens, open + 1, tokens.len()).filter(|name| name.tokens.end == end);
            let has_role = open > start && !tokens[open - 1].is_capital();
            if let Some(name) = beside.filter(|_| has_role) {
                return Some(name);
            }
        }
        let phrase = phrase_before(tokens, open, start);
        let is_place = |phrase: &NounPhrase| {
            tokens[phrase.tokens.clone()].iter().all(|token| token.is(WordClass::PLACE | WordClass::TIME))
        };
        if let Some(phrase) = phrase.filter(|phrase| phrase.head != Head::Noun && !is_place(phrase)) {
            return Some(phrase);
        }
        end = open;
    }
    sentence_subject(tokens, start, comma)
}

/// Returns the noun phrase that ends before token `end`.
fn phrase_before(tokens: &[SpeechToken], end: usize, start: usize) -> Option<NounPhrase> {
    let breaks = WordClass::FUNCTION
        | WordClass::CONJUNCTION
        | WordClass::SAYS
        | WordClass::CALLS
        | WordClass::SAYING
        | WordClass::BE
        | WordClass::WHO;
    let from = start.max(end.saturating_sub(MAX_TOKENS));
    let end = without_place(tokens, end, from);
    if let Some(body) = body_before(tokens, end, from) {
        return Some(body);
    }
    let mut first = end;
    while first > from {
        let token = &tokens[first - 1];
        let pronoun = WordClass::HE | WordClass::SHE | WordClass::THEY | WordClass::FIRST_PERSON;
        if token.is(pronoun) && !token.is_possessive {
            return (first == end).then(|| noun_phrase(tokens, first - 1, end)).flatten();
        }
        let is_name = token.is_capital() && !token.starts_sentence;
        if token.is_punctuation()
            || token.is_quote()
            || token.is(WordClass::TIME) && first < end
            || token.is(breaks) && !is_name && !token.is(WordClass::OR_NOUN)
        {
            break;
        }
        first -= 1;
        if token.starts_sentence {
            break;
        }
    }
    while first < end && tokens[first].is(WordClass::PREPOSITION | WordClass::ADVERB) {
        let is_parted = first > start && tokens[first - 1].is_mark(',');
        if tokens[first].is(WordClass::PREPOSITION) && is_parted {
            return None;
        }
        first += 1;
    }
    let phrase = noun_phrase(tokens, first, end)?;
    if phrase.next >= end {
        return Some(phrase);
    }
    // `Sanders of Vermont`, `a spokesman for the campaign`: what comes first speaks.
    let (complete, _) = with_complements(tokens, phrase.next, end);
    if complete >= end {
        return Some(phrase);
    }
    noun_phrase(tokens, end - name_length(tokens, first, end)?, end)
}

/// Returns the organization with *of* and *and* in its name that ends before token `end`.
fn body_before(tokens: &[SpeechToken], end: usize, start: usize) -> Option<NounPhrase> {
    let before = end.checked_sub(2).map(|before| &tokens[before])?;
    if !before.is(WordClass::CONJUNCTION)
        || before.kind != SpeechTokenKind::Word
        || !tokens[end - 1].is_capital()
    {
        return None;
    }
    let is_part =
        |token: &SpeechToken| token.is_capital() || token.is(WordClass::OF | WordClass::CONJUNCTION);
    let parts = (start..end).rev().take_while(|position| is_part(&tokens[*position]));
    let of = parts.filter(|position| tokens[*position].is(WordClass::OF)).last()?;
    let name = name_at_end(tokens, start, of)?;
    noun_phrase(tokens, name.start, end)
        .filter(|phrase| phrase.head == Head::Name && phrase.tokens.end == end)
}

/// Returns the end of a phrase without the place a person is from: *Rubio of Florida*.
fn without_place(tokens: &[SpeechToken], end: usize, start: usize) -> usize {
    let mut first = end;
    while first > start && tokens[first - 1].is_capital() && !tokens[first - 1].is_possessive {
        first -= 1;
    }
    let is_place = tokens[first..end].iter().any(|token| token.is(WordClass::PLACE));
    let is_of = first > start + 1
        && tokens[first - 1].is(WordClass::PREPOSITION)
        && tokens[first - 1].kind == SpeechTokenKind::Word
        && tokens[first - 2].is_capital();
    if is_place && is_of { first - 1 } else { end }
}

/// Returns the number of tokens of the name that ends before `end`.
fn name_length(tokens: &[SpeechToken], start: usize, end: usize) -> Option<usize> {
    name_at_end(tokens, start, end).map(|name| end - name.start)
}

/// Returns the subject of the sentence that begins at token `start`, if it is told before token `limit`.
pub(crate) fn sentence_subject(tokens: &[SpeechToken], start: usize, limit: usize) -> Option<NounPhrase> {
    let skipped = WordClass::CONJUNCTION | WordClass::ADVERB | WordClass::TIME;
    let introduces = WordClass::PREPOSITION | WordClass::FUNCTION | WordClass::SAYING | WordClass::PHRASE;
    let is_skipped = |token: &SpeechToken| {
        let is_name = token.is_capital() && !token.starts_sentence;
        token.is_mark(',') || token.is_dash() || token.is(skipped) && !is_name
    };
    let behind_comma = |from: usize| {
        let end = limit.min(from + MAX_INTRODUCTION);
        (from..end).find(|position| tokens[*position].is_mark(',')).map(|comma| comma + 1)
    };
    let mut position = start;
    for _ in 0..4 {
        while position < limit && is_skipped(&tokens[position]) {
            position += 1;
        }
        let first = tokens[..limit].get(position)?;
        if first.is(introduces) {
            position = behind_comma(position)?;
            continue;
        }
        let phrase = noun_phrase(tokens, position, limit)?;
        let next = tokens.get(phrase.next);
        // `The next day, Smith said`; `In Salem, New Hampshire, Smith said`
        let is_place = tokens[phrase.tokens.clone()].iter().any(|token| token.is(WordClass::PLACE));
        if phrase.head == Head::Noun && next.is_some_and(|next| next.is(WordClass::TIME)) {
            position = behind_comma(position)?;
        } else if position > start && is_place && next.is_some_and(|next| next.is_mark(',')) {
            position = phrase.next;
        } else {
            return Some(phrase);
        }
    }
    None
}
