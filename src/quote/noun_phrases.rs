//! Noun phrases: who may be speaking.

use std::ops::Range;

use crate::quote::lexicon::WordClass;
use crate::quote::tokens::{Token, TokenKind};

/// What a noun phrase names its person by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
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
pub(super) struct NounPhrase {
    pub head: Head,
    /// The tokens of the name, the pronoun or the nouns.
    pub tokens: Range<usize>,
    /// The token behind the phrase.
    pub next: usize,
}

impl NounPhrase {
    /// Returns the bytes that it takes in the text.
    pub(super) fn range(&self, tokens: &[Token]) -> Range<usize> {
        tokens[self.tokens.start].start..tokens[self.tokens.end - 1].end
    }
}

const PRONOUN: [(WordClass, Head); 4] = [
    (WordClass::HE, Head::He),
    (WordClass::SHE, Head::She),
    (WordClass::THEY, Head::They),
    (WordClass::FIRST_PERSON, Head::FirstPerson),
];

/// Maximum number of tokens of a noun phrase.
const MAX_TOKENS: usize = 16;

/// Returns the noun phrase that begins at token `start` and ends before `limit`.
pub(super) fn noun_phrase(tokens: &[Token], start: usize, limit: usize) -> Option<NounPhrase> {
    let limit = limit.min(tokens.len()).min(start + MAX_TOKENS);
    let first = tokens[..limit].get(start)?;
    for (class, head) in PRONOUN {
        if first.is(class) {
            return Some(NounPhrase { head, tokens: start..start + 1, next: start + 1 });
        }
    }
    let end = phrase_end(tokens, start, limit);
    let is_noun = |token: &Token| !token.is(WordClass::DETERMINER) && token.kind != TokenKind::Number;
    if end == start || !tokens[start..end].iter().any(is_noun) || tokens[end - 1].is_possessive {
        return None;
    }
    if let Some(name) = name_of_office(tokens, start, end, limit) {
        return Some(name);
    }
    match name_at_end(tokens, start, end) {
        Some(name) => Some(NounPhrase { head: Head::Name, tokens: name, next: end }),
        None => Some(apposition(tokens, start, end, limit).unwrap_or_else(|| {
            let (end, _) = with_complements(tokens, end, limit);
            NounPhrase { head: Head::Noun, tokens: start..end, next: end }
        })),
    }
}

impl NounPhrase {
    /// Returns whether it may well be somebody: a bare noun such as *climate change* is nobody.
    pub(super) fn may_speak(&self, tokens: &[Token], text: &str) -> bool {
        if self.head != Head::Noun {
            return true;
        }
        let words = &tokens[self.tokens.clone()];
        let end = words.iter().position(|token| token.is(WordClass::PREPOSITION)).unwrap_or(words.len());
        let is_plural = |token: &Token| text[token.start..token.end].ends_with('s');
        let first = &words[0];
        first.is(WordClass::DETERMINER)
            || first.is_possessive
            || first.kind == TokenKind::Number
            || words[..end].iter().any(|token| token.is(WordClass::TITLE))
            || words[..end].last().is_some_and(is_plural)
    }
}

/// Returns the end of the words of a noun phrase, without what is attached by a preposition.
fn phrase_end(tokens: &[Token], start: usize, limit: usize) -> usize {
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
        let next_is_name = || tokens[..limit].get(end + 1).is_some_and(Token::is_capital);
        let is_part = match token.kind {
            TokenKind::Capital if token.is(WordClass::DETERMINER) => begins || next_is_name(),
            TokenKind::Capital if token.is(WordClass::TIME) => next_is_name() && end > start,
            TokenKind::Capital if token.is(breaks) => !token.starts_sentence && (next_is_name() || has_name),
            TokenKind::Capital => !(token.starts_sentence && token.is(verbs) && before.is_none()),
            TokenKind::Word if token.is(WordClass::DETERMINER) => begins,
            TokenKind::Word if token.is(WordClass::PARTICLE) => next_is_name(),
            TokenKind::Word if token.is(breaks | WordClass::TIME) => false,
            TokenKind::Word if token.is(verbs) => token.is(WordClass::OR_NOUN) && begins && before.is_some(),
            TokenKind::Word if has_name && !before.is_some_and(|before| before.is_possessive) => {
                let nouns = WordClass::TITLE | WordClass::ORGANIZATION | WordClass::MEDIUM;
                let is_noun = token.is(nouns) || before.is_some_and(|before| !before.is_capital());
                is_noun || noun_follows(&tokens[..limit], end + 1, breaks | verbs)
            }
            TokenKind::Word => true,
            TokenKind::Number => begins || before.is_some_and(|before| before.is_capital()) && next_is_name(),
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
fn noun_follows(tokens: &[Token], start: usize, breaks: WordClass) -> bool {
    for token in tokens.iter().skip(start).take(3) {
        if token.is_capital() || token.is(WordClass::TITLE | WordClass::SAYS) {
            return true;
        }
        if token.kind != TokenKind::Word || token.is(breaks) {
            return false;
        }
    }
    false
}

/// Returns the name with which the words end, without titles.
fn name_at_end(tokens: &[Token], start: usize, end: usize) -> Option<Range<usize>> {
    let mut first = end;
    while first > start {
        let token = &tokens[first - 1];
        let is_part = token.is_capital() && !(token.is(WordClass::DETERMINER) && first < end)
            || token.is(WordClass::PARTICLE) && first < end
            || token.kind == TokenKind::Number && first < end;
        if !is_part || first < end && token.is_possessive {
            break;
        }
        first -= 1;
    }
    let is_name = |token: &Token| token.is_capital() && !token.is(WordClass::DETERMINER);
    while first < end && !is_name(&tokens[first]) {
        first += 1;
    }
    if first == end {
        return None;
    }
    let is_title = |token: &Token| token.is(WordClass::TITLE);
    let after_title =
        tokens[first..end].iter().rposition(|token| is_title(token)).map_or(first, |title| first + title + 1);
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
fn with_complements(tokens: &[Token], mut end: usize, limit: usize) -> (usize, bool) {
    let start = end;
    while end + 1 < limit
        && tokens[end].is(WordClass::PREPOSITION)
        && tokens[end].kind == TokenKind::Word
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
fn name_of_office(tokens: &[Token], start: usize, end: usize, limit: usize) -> Option<NounPhrase> {
    let is_office = tokens[start..end].iter().any(|token| token.is(WordClass::TITLE));
    let next = tokens[..limit].get(end)?;
    if !is_office || !next.is(WordClass::PREPOSITION) {
        return None;
    }
    let last = phrase_end(tokens, end + 1, limit);
    let given = (end + 2..last)
        .find(|at| tokens[*at].is_capital() && tokens[*at].is(WordClass::WOMAN | WordClass::MAN))?;
    (given + 1 < last).then_some(NounPhrase { head: Head::Name, tokens: given..last, next: last })
}

/// Returns the name that is set beside nouns: *Clinton's campaign manager, Robby Mook,*.
fn apposition(tokens: &[Token], start: usize, end: usize, limit: usize) -> Option<NounPhrase> {
    let nouns = &tokens[start..end];
    let names_role = nouns.iter().any(|token| token.is(WordClass::TITLE))
        || nouns[0].is(WordClass::DETERMINER)
        || nouns.iter().any(|token| token.is_possessive);
    let (end, _) = with_complements(tokens, end, limit);
    if !names_role || !tokens[..limit].get(end)?.is_mark(',') {
        return None;
    }
    name_beside(tokens, end + 1, limit)
}

/// Returns the name at `start` if punctuation, a verb or nothing is behind it.
pub(super) fn name_beside(tokens: &[Token], start: usize, limit: usize) -> Option<NounPhrase> {
    let first = tokens[..limit].get(start)?;
    if !first.is_capital() && !first.is(WordClass::TITLE) || first.is(WordClass::DETERMINER) {
        return None;
    }
    let end = phrase_end(tokens, start, limit);
    let name = name_at_end(tokens, start, end)?;
    let is_full = name.len() > 1 || tokens[start..name.start].iter().any(|token| token.is(WordClass::TITLE));
    let verbs = WordClass::SAYS | WordClass::CALLS | WordClass::ADVERB | WordClass::WHO;
    let is_closed =
        tokens.get(end).is_none_or(|token| token.is_punctuation() || token.is_quote() || token.is(verbs));
    let is_place = tokens[name.clone()].iter().any(|token| token.is(WordClass::PLACE | WordClass::TIME));
    (is_full && is_closed && !is_place).then(|| {
        let next = if tokens.get(end).is_some_and(|token| token.is_mark(',')) { end + 1 } else { end };
        NounPhrase { head: Head::Name, tokens: name, next }
    })
}

/// Returns the subject of a verb at token `verb`: the noun phrase before it, after token `start`.
pub(super) fn subject_before(tokens: &[Token], verb: usize, start: usize) -> Option<NounPhrase> {
    let last = skip_back(tokens, verb, start)?;
    let token = &tokens[last];
    if token.is_mark(')') {
        let open = (start..last).rev().take(MAX_TOKENS).find(|at| tokens[*at].is_mark('('))?;
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
        && first.kind == TokenKind::Word
        && phrase.tokens.start > start
    {
        let subject = sentence_subject(tokens, start, last).filter(|subject| subject.head == Head::Name);
        return Some(subject.unwrap_or(phrase));
    }
    Some(phrase)
}

/// Returns the last token before `verb` that is no adverb, auxiliary or time.
fn skip_back(tokens: &[Token], verb: usize, start: usize) -> Option<usize> {
    let mut at = verb;
    while at > start {
        let token = &tokens[at - 1];
        let is_name = token.is_capital() && !token.starts_sentence && !token.is(WordClass::TIME);
        if token.is(WordClass::TIME) {
            at -= 1;
            while at > start
                && tokens[at - 1].is(WordClass::PREPOSITION | WordClass::TIME | WordClass::DETERMINER)
                && tokens[at - 1].kind == TokenKind::Word
            {
                at -= 1;
            }
        } else if token.is(WordClass::ADVERB) && !is_name && !token.is(WordClass::WHO) {
            at -= 1;
        } else {
            return Some(at - 1);
        }
    }
    None
}

/// Returns the subject before `comma`, behind which the verb is: what is between two commas beside it, or what
/// it is set beside.
fn subject_before_comma(tokens: &[Token], comma: usize, start: usize) -> Option<NounPhrase> {
    let mut end = comma;
    for round in 0..5 {
        let from = start.max(end.saturating_sub(30));
        let Some(open) = (from..end).rev().find(|at| {
            tokens[*at].is_mark(',') || tokens[*at].is_dash() && round == 0 || tokens[*at].is_mark('(')
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
fn phrase_before(tokens: &[Token], end: usize, start: usize) -> Option<NounPhrase> {
    let breaks = WordClass::FUNCTION
        | WordClass::CONJUNCTION
        | WordClass::SAYS
        | WordClass::CALLS
        | WordClass::SAYING
        | WordClass::BE
        | WordClass::WHO;
    let from = start.max(end.saturating_sub(MAX_TOKENS));
    let end = without_place(tokens, end, from);
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

/// Returns the end of a phrase without the place a person is from: *Rubio of Florida*.
fn without_place(tokens: &[Token], end: usize, start: usize) -> usize {
    let mut first = end;
    while first > start && tokens[first - 1].is_capital() && !tokens[first - 1].is_possessive {
        first -= 1;
    }
    let is_place = tokens[first..end].iter().any(|token| token.is(WordClass::PLACE));
    let is_of = first > start + 1
        && tokens[first - 1].is(WordClass::PREPOSITION)
        && tokens[first - 1].kind == TokenKind::Word
        && tokens[first - 2].is_capital();
    if is_place && is_of { first - 1 } else { end }
}

/// Returns the number of tokens of the name that ends before `end`.
fn name_length(tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    name_at_end(tokens, start, end).map(|name| end - name.start)
}

/// Returns the subject of the sentence that begins at token `start`, if it is told before token `limit`.
pub(super) fn sentence_subject(tokens: &[Token], start: usize, limit: usize) -> Option<NounPhrase> {
    let mut at = start;
    // `Ultimately, Smith said`
    let adverb = tokens.get(start).is_some_and(|token| token.is_capital() && token.is(WordClass::ADVERB));
    if adverb {
        at += 1;
    }
    for _ in 0..4 {
        while at < limit
            && (tokens[at].is(WordClass::CONJUNCTION | WordClass::ADVERB | WordClass::TIME)
                && !(tokens[at].is_capital() && !tokens[at].starts_sentence)
                || tokens[at].is_mark(',')
                || tokens[at].is_dash())
        {
            at += 1;
        }
        let first = tokens[..limit].get(at)?;
        let introduces = WordClass::PREPOSITION | WordClass::FUNCTION | WordClass::SAYING | WordClass::PHRASE;
        if !first.is(introduces) {
            let phrase = noun_phrase(tokens, at, limit)?;
            if tokens.get(phrase.next).is_some_and(|token| token.is(WordClass::TIME))
                && phrase.head == Head::Noun
            {
                at = (at..limit.min(at + 30)).find(|at| tokens[*at].is_mark(','))? + 1;
                continue;
            }
            let is_place = tokens[phrase.tokens.clone()].iter().any(|token| token.is(WordClass::PLACE));
            let is_closed = tokens.get(phrase.next).is_some_and(|token| token.is_mark(','));
            if at == start || !is_place || !is_closed {
                return Some(phrase);
            }
            at = phrase.next;
            continue;
        }
        at = (at..limit.min(at + 30)).find(|at| tokens[*at].is_mark(','))? + 1;
    }
    None
}
