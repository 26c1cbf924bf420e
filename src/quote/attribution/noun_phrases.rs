//! Noun phrases: who may be speaking.

use std::ops::Range;

use crate::quote::lexicon::WordClass;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

/// Word by which a noun phrase names its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// A name: *Sen. Jon Tester*, *the White House*.
    Name,
    /// *he*.
    He,
    /// *she*.
    She,
    /// *they*, *it*.
    They,
    /// *I*, *we*.
    FirstPerson,
    /// A common noun: *a spokesman*.
    Noun,
}

/// A noun phrase in the tokens of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NounPhrase {
    pub(crate) head: Head,
    /// The tokens of the name, the pronoun or the nouns.
    pub(crate) tokens: Range<usize>,
    /// The token behind the phrase.
    pub(crate) next: usize,
}

impl NounPhrase {
    /// Returns the bytes that it takes in the text.
    pub(crate) fn range(&self, tokens: &[SpeechToken]) -> Range<usize> {
        tokens[self.tokens.start].start..tokens[self.tokens.end - 1].end
    }
}

const PRONOUN: [(WordClass, Head); 4] = [
    (WordClass::HE, Head::He),
    (WordClass::SHE, Head::She),
    (WordClass::THEY, Head::They),
    (WordClass::FIRST_PERSON, Head::FirstPerson),
];

/// Maximum number of tokens of a noun phrase that need not tell that it is somebody.
const MAX_NOUNS: usize = 4;
/// Maximum number of particles before a surname: *van der*.
const MAX_PARTICLES: usize = 2;
/// Maximum number of tokens of a noun phrase.
pub(super) const MAX_TOKENS: usize = 16;

/// Returns the noun phrase that begins at token `start` and ends before `limit`.
pub(crate) fn noun_phrase(tokens: &[SpeechToken], start: usize, limit: usize) -> Option<NounPhrase> {
    let limit = limit.min(tokens.len()).min(start + MAX_TOKENS);
    let first = tokens[..limit].get(start)?;
    for (class, head) in PRONOUN {
        if first.is(class) {
            return Some(NounPhrase { head, tokens: start..start + 1, next: start + 1 });
        }
    }
    let end = phrase_end(tokens, start, limit);
    let is_noun =
        |token: &SpeechToken| !token.is(WordClass::DETERMINER) && token.kind != SpeechTokenKind::Number;
    if end == start || !tokens[start..end].iter().any(is_noun) || tokens[end - 1].is_possessive {
        return None;
    }
    if let Some(name) = name_of_office(tokens, start, end, limit) {
        return Some(name);
    }
    if let Some(body) = body_of(tokens, start, end, limit) {
        return Some(body);
    }
    match name_at_end(tokens, start, end) {
        // `Lawyers for Jane Roe said`
        Some(name)
            if tokens[start].starts_sentence
                && end == start + 1
                && matches!(tokens[start].class, WordClass::NONE | WordClass::PERSON)
                && tokens[..limit].get(end).is_some_and(|next| next.is(WordClass::PREPOSITION)) =>
        {
            let (end, _) = with_complements(tokens, end, limit);
            Some(NounPhrase { head: Head::Noun, tokens: name.start..end, next: end })
        }
        Some(name) => Some(NounPhrase { head: Head::Name, tokens: name, next: end }),
        None => Some(apposition(tokens, start, end, limit).unwrap_or_else(|| {
            let (end, _) = with_complements(tokens, end, limit);
            NounPhrase { head: Head::Noun, tokens: start..end, next: end }
        })),
    }
}

impl NounPhrase {
    /// Returns whether it may well be somebody: a bare noun such as *climate change* is nobody.
    pub(super) fn may_speak(&self, tokens: &[SpeechToken], text: &str) -> bool {
        if self.head != Head::Noun {
            return true;
        }
        let words = &tokens[self.tokens.clone()];
        let end = words.iter().position(|token| token.is(WordClass::PREPOSITION)).unwrap_or(words.len());
        let is_plural = |token: &SpeechToken| text[token.start..token.end].ends_with('s');
        let first = &words[0];
        let speakers = WordClass::TITLE | WordClass::PERSON | WordClass::ORGANIZATION | WordClass::MEDIUM;
        if words.len() > MAX_NOUNS && !words[..end].iter().any(|token| token.is(speakers)) {
            return false;
        }
        first.is(WordClass::DETERMINER)
            || first.is_possessive
            || first.kind == SpeechTokenKind::Number
            || words[..end].iter().any(|token| token.is(WordClass::TITLE))
            || words[..end].last().is_some_and(is_plural)
    }
}

impl NounPhrase {
    /// Returns whether nouns describe a person, a body or what it says, without a verb: *a person with ties
    /// to the campaign*.
    pub(crate) fn is_somebody(&self, tokens: &[SpeechToken], text: &str) -> bool {
        let words = &tokens[self.tokens.clone()];
        let speakers = WordClass::TITLE | WordClass::PERSON | WordClass::ORGANIZATION | WordClass::MEDIUM;
        let end = words.iter().position(|token| token.is(WordClass::PREPOSITION)).unwrap_or(words.len());
        let Some(noun) = words[..end].iter().position(|token| token.is(speakers)) else { return false };
        let is_verb = |(position, token): (usize, &SpeechToken)| {
            let ends_phrase = words
                .get(position + 1)
                .is_none_or(|next| next.is(WordClass::PREPOSITION | WordClass::ADVERB));
            token.kind == SpeechTokenKind::Word
                && !ends_phrase
                && (token.is(WordClass::SAYS | WordClass::CALLS)
                    || text[token.start..token.end].ends_with("ed"))
        };
        !words.iter().enumerate().skip(noun + 1).any(is_verb)
    }
}

/// Returns the end of the words of a noun phrase, without what is attached by a preposition.
pub(super) fn phrase_end(tokens: &[SpeechToken], start: usize, limit: usize) -> usize {
    let breaks = WordClass::FUNCTION
        | WordClass::CONJUNCTION
        | WordClass::PREPOSITION
        | WordClass::BE
        | WordClass::ADVERB
        | WordClass::WHO
        | WordClass::HE
        | WordClass::SHE
        | WordClass::THEY
        | WordClass::FIRST_PERSON;
    let verbs = WordClass::SAYS | WordClass::CALLS | WordClass::SAYING;
    let (mut end, mut has_name) = (start, false);
    while end < limit {
        let token = &tokens[end];
        let before = end.checked_sub(1).filter(|before| *before >= start).map(|before| &tokens[before]);
        let begins = before.is_none_or(|before| before.is(WordClass::DETERMINER) || before.is_possessive);
        let next_is_name = || tokens[..limit].get(end + 1).is_some_and(SpeechToken::is_capital);
        let is_part = match token.kind {
            SpeechTokenKind::Capital if token.is(WordClass::DETERMINER) => begins || next_is_name(),
            SpeechTokenKind::Capital if token.is(WordClass::TIME) => next_is_name() && end > start,
            SpeechTokenKind::Capital if token.is(breaks) => {
                let is_titled =
                    before.is_some_and(|before| before.is_capital() && before.is(WordClass::TITLE));
                !token.starts_sentence && (next_is_name() || has_name || is_titled)
            }
            SpeechTokenKind::Capital => !(token.starts_sentence && token.is(verbs) && before.is_none()),
            SpeechTokenKind::Word if token.is(WordClass::DETERMINER) => begins,
            SpeechTokenKind::Word if token.is(WordClass::PARTICLE) => {
                // Ursula von der Leyen.
                let rest = &tokens[end + 1..limit];
                let is_particle = |token: &&SpeechToken| token.is(WordClass::PARTICLE) && !token.is_capital();
                let more = rest.iter().take(MAX_PARTICLES - 1).take_while(is_particle).count();
                let follows_name = before.is_some_and(SpeechToken::is_capital);
                next_is_name() || follows_name && rest.get(more).is_some_and(SpeechToken::is_capital)
            }
            SpeechTokenKind::Word if token.is(breaks | WordClass::TIME) => false,
            SpeechTokenKind::Word if token.is(verbs) => {
                token.is(WordClass::OR_NOUN) && begins && before.is_some()
            }
            SpeechTokenKind::Word if has_name && !before.is_some_and(|before| before.is_possessive) => {
                let nouns =
                    WordClass::TITLE | WordClass::ORGANIZATION | WordClass::MEDIUM | WordClass::PERSON;
                let is_noun = token.is(nouns) || before.is_some_and(|before| !before.is_capital());
                is_noun || noun_follows(&tokens[..limit], end + 1, breaks | verbs)
            }
            SpeechTokenKind::Word => true,
            SpeechTokenKind::Number => {
                begins || before.is_some_and(|before| before.is_capital()) && next_is_name()
            }
            _ => false,
        };
        if !is_part {
            break;
        }
        has_name |= token.is_capital() && !token.is(WordClass::DETERMINER | WordClass::TITLE);
        end += 1;
    }
    end
}

/// Returns whether words that `breaks` does not have lead to a name, a title or a verb of speech at `start`.
fn noun_follows(tokens: &[SpeechToken], start: usize, breaks: WordClass) -> bool {
    for token in tokens.iter().skip(start).take(3) {
        if token.is_capital() || token.is(WordClass::TITLE | WordClass::SAYS) {
            return true;
        }
        if token.kind != SpeechTokenKind::Word || token.is(breaks) {
            return false;
        }
    }
    false
}

/// Returns the name with which the words end, without titles.
pub(super) fn name_at_end(tokens: &[SpeechToken], start: usize, end: usize) -> Option<Range<usize>> {
    let mut first = end;
    while first > start {
        let token = &tokens[first - 1];
        let is_part = token.is_capital() && !(token.is(WordClass::DETERMINER) && first < end)
            || token.is(WordClass::PARTICLE) && first < end
            || token.kind == SpeechTokenKind::Number && first < end;
        if !is_part || first < end && token.is_possessive {
            break;
        }
        first -= 1;
    }
    let is_name = |token: &SpeechToken| token.is_capital() && !token.is(WordClass::DETERMINER);
    while first < end && !is_name(&tokens[first]) {
        first += 1;
    }
    if first == end {
        return None;
    }
    let is_title = |token: &SpeechToken| token.is(WordClass::TITLE);
    let after_title = tokens[first..end].iter().rposition(is_title).map_or(first, |title| first + title + 1);
    let rest = after_title..end;
    if !rest.is_empty() && tokens[rest.clone()].iter().any(|token| !token.is(WordClass::SUFFIX)) {
        // `Democratic National Committee`
        let is_organization = tokens[rest.clone()].iter().any(|token| token.is(WordClass::ORGANIZATION));
        let begins_with_title = tokens[first].is(WordClass::TITLE) || after_title == first;
        return Some(if is_organization && begins_with_title { first..end } else { rest });
    }
    if end - first == 1 && (first == start || !tokens[first - 1].is(WordClass::DETERMINER)) {
        return Some(first..end);
    }
    let titles = tokens[first..end].iter().filter(|token| is_title(token)).count();
    (titles == 1 && end - first > 1 && !tokens[first].is(WordClass::DETERMINER)).then_some(first..end)
}

/// Returns the end of a phrase with what prepositions attach to it, and whether they do.
pub(super) fn with_complements(tokens: &[SpeechToken], mut end: usize, limit: usize) -> (usize, bool) {
    let start = end;
    while end + 1 < limit
        && tokens[end].is(WordClass::PREPOSITION)
        && tokens[end].kind == SpeechTokenKind::Word
        && !tokens[end + 1].is(WordClass::TIME)
    {
        let next = phrase_end(tokens, end + 1, limit);
        if next == end + 1 {
            break;
        }
        end = next;
    }
    (end, end > start)
}

/// Returns the name behind the title of an office with *of*: *Secretary of State John Kerry*.
fn name_of_office(tokens: &[SpeechToken], start: usize, end: usize, limit: usize) -> Option<NounPhrase> {
    let is_office = tokens[start..end].iter().any(|token| token.is(WordClass::TITLE));
    let next = tokens[..limit].get(end)?;
    let is_body = tokens[end - 1].is_capital() && tokens[end - 1].is(WordClass::ORGANIZATION);
    if !(is_office || is_body && next.is(WordClass::OF)) || !next.is(WordClass::PREPOSITION) {
        return None;
    }
    let last = phrase_end(tokens, end + 1, limit);
    // `House of Representatives Speaker Jane Roe`
    let title = tokens[end + 1..last].iter().rposition(|token| token.is(WordClass::TITLE));
    if let Some(title) = title.map(|title| end + 1 + title).filter(|_| is_body)
        && title + 1 < last
        && tokens[title + 1..last].iter().all(|token| token.is_capital() || token.is(WordClass::PARTICLE))
    {
        return Some(NounPhrase { head: Head::Name, tokens: title + 1..last, next: last });
    }
    let given = (end + 2..last).find(|position| {
        tokens[*position].is_capital() && tokens[*position].is(WordClass::WOMAN | WordClass::MAN)
    })?;
    (given + 1 < last).then_some(NounPhrase { head: Head::Name, tokens: given..last, next: last })
}

/// Returns the organization the name of which goes on behind *of*: *Department of Defense*.
fn body_of(tokens: &[SpeechToken], start: usize, end: usize, limit: usize) -> Option<NounPhrase> {
    let is_body = tokens[end - 1].is_capital() && tokens[end - 1].is(WordClass::ORGANIZATION);
    let next = tokens[..limit].get(end)?;
    if !is_body || !next.is(WordClass::OF) || next.kind != SpeechTokenKind::Word {
        return None;
    }
    let name = name_at_end(tokens, start, end)?;
    let is_part =
        |token: &SpeechToken| token.is_capital() && !token.is(WordClass::TIME | WordClass::DETERMINER);
    let mut last = end + 1;
    while last < limit && is_part(&tokens[last]) {
        last += 1;
        // `Centers for Disease Control and Prevention`
        let other = WordClass::WOMAN | WordClass::MAN | WordClass::TITLE;
        if last + 1 < limit
            && tokens[last].is(WordClass::CONJUNCTION)
            && is_part(&tokens[last + 1])
            && !tokens[last + 1].is(other)
        {
            last += 1;
        }
    }
    if last == end + 1 || tokens[last - 1].is_possessive {
        return None;
    }
    let behind = phrase_end(tokens, last - 1, limit);
    if behind <= last {
        return Some(NounPhrase { head: Head::Name, tokens: name.start..last, next: last });
    }
    // `A Department of Defense spokesman`
    let nouns = WordClass::TITLE | WordClass::PERSON | WordClass::MEDIUM;
    let is_noun = tokens[behind - 1].is(nouns) && !tokens[behind - 1].is_capital();
    is_noun.then_some(NounPhrase { head: Head::Noun, tokens: start..behind, next: behind })
}

/// Returns the name that is set beside nouns: *Clinton's campaign manager, Robby Mook,*.
fn apposition(tokens: &[SpeechToken], start: usize, end: usize, limit: usize) -> Option<NounPhrase> {
    let nouns = &tokens[start..end];
    let names_role = nouns.iter().any(|token| token.is(WordClass::TITLE))
        || nouns[0].is(WordClass::DETERMINER)
        || nouns.iter().any(|token| token.is_possessive);
    let (end, _) = with_complements(tokens, end, limit);
    if !names_role || !tokens[..limit].get(end)?.is_mark(',') {
        return None;
    }
    name_beside(tokens, end + 1, limit).or_else(|| name_in_apposition(tokens, end + 1, limit))
}

/// Returns the full name with which a noun phrase that is set beside another ends: *Roe's client, the builder
/// John Doe,*.
fn name_in_apposition(tokens: &[SpeechToken], start: usize, limit: usize) -> Option<NounPhrase> {
    let first = tokens[..limit].get(start)?;
    if !first.is(WordClass::DETERMINER) || first.kind != SpeechTokenKind::Word {
        return None;
    }
    let end = phrase_end(tokens, start, limit);
    let name = name_at_end(tokens, start, end)?;
    let is_person = name.len() > 1
        && name.end == end
        && !tokens[name.clone()]
            .iter()
            .any(|token| token.is(WordClass::PLACE | WordClass::TIME | WordClass::ORGANIZATION));
    let is_closed = tokens.get(end).is_none_or(SpeechToken::is_punctuation);
    let next = if tokens.get(end).is_some_and(|token| token.is_mark(',')) { end + 1 } else { end };
    (is_person && is_closed).then_some(NounPhrase { head: Head::Name, tokens: name, next })
}

/// Returns the name at `start` if punctuation, a verb or nothing is behind it.
pub(super) fn name_beside(tokens: &[SpeechToken], start: usize, limit: usize) -> Option<NounPhrase> {
    let first = tokens[..limit].get(start)?;
    if !first.is_capital() && !first.is(WordClass::TITLE) || first.is(WordClass::DETERMINER) {
        return None;
    }
    let end = phrase_end(tokens, start, limit);
    let name = name_at_end(tokens, start, end)?;
    let is_full = name.len() > 1
        || tokens[name.start].is(WordClass::WOMAN | WordClass::MAN)
        || tokens[start..name.start].iter().any(|token| token.is(WordClass::TITLE));
    let verbs = WordClass::SAYS | WordClass::CALLS | WordClass::ADVERB | WordClass::WHO;
    let is_closed =
        tokens.get(end).is_none_or(|token| token.is_punctuation() || token.is_quote() || token.is(verbs));
    let is_place = tokens[name.clone()].iter().any(|token| token.is(WordClass::PLACE | WordClass::TIME));
    (is_full && is_closed && !is_place).then(|| {
        let next = if tokens.get(end).is_some_and(|token| token.is_mark(',')) { end + 1 } else { end };
        NounPhrase { head: Head::Name, tokens: name, next }
    })
}
