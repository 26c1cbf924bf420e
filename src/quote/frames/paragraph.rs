//! The speakers of a paragraph: sentence by sentence, with what carries over.

use std::ops::Range;

use crate::article::{Quotation, QuotationKind, Speaker};
use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::names::{NameTable, gender};
use crate::quote::frames::phrase::{NamingPhrase, PhraseHead};
use crate::quote::frames::sentence::{Frame, FrameSentence};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind, tokenize};
use crate::quote::given_names::PersonGender;
use crate::text::{SentenceRules, sentence_starts};

/// Number of words up to which a quotation within a sentence may be a name or a title.
const MAX_TERM_WORDS: usize = 6;

/// Number of tokens of a sentence before and behind a quotation that are looked at.
const MAX_DISTANCE: usize = 80;
/// Number of people back to which a pronoun may lead.
const MAX_PEOPLE: usize = 3;

/// Reads the paragraphs of an article in order.
pub(super) struct ParagraphReader<'r> {
    text: &'r str,
    rules: &'static SentenceRules,
    grammar: &'r Grammar,
    names: &'r NameTable,
    /// The speaker that the paragraph before announces with a colon.
    announced: Option<Speaker>,
    /// The people that were named, the last one last.
    people: Vec<(String, PersonGender)>,
    /// The last speaker.
    last: Option<Speaker>,
}

impl<'r> ParagraphReader<'r> {
    pub(super) fn new(text: &'r str, code: &str, grammar: &'r Grammar, names: &'r NameTable) -> Self {
        let rules = SentenceRules::of(code);
        ParagraphReader { text, rules, grammar, names, announced: None, people: Vec::new(), last: None }
    }

    /// Names the speakers of the quotations of a paragraph.
    pub(super) fn read(&mut self, paragraph: Range<usize>, quotations: &mut [Quotation]) {
        let content = self.text[paragraph.clone()].trim_end();
        let announces = content.ends_with(':');
        let announced = self.announced.take();
        if content.is_empty() {
            self.announced = announced;
            return;
        }
        if quotations.is_empty() && !announces {
            return;
        }
        let tokens = tokenize(self.text, paragraph.clone(), quotations, self.grammar);
        let mut carried = announced.filter(|_| tokens.first().is_some_and(FrameToken::is_quote));
        if quotations.first().is_some_and(|quotation| quotation.is_continued) {
            carried = carried.or_else(|| self.last.clone());
        }
        let mut topic: Option<Speaker> = None;
        let mut pending: Vec<usize> = Vec::new();
        for range in self.sentences(&paragraph, &tokens) {
            let sentence =
                FrameSentence { tokens: &tokens[range.clone()], grammar: self.grammar, names: self.names };
            let quotes: Vec<(usize, usize)> = sentence
                .tokens
                .iter()
                .enumerate()
                .filter_map(|(index, token)| match token.kind {
                    FrameTokenKind::Quote(number) => Some((index, number)),
                    _ => None,
                })
                .collect();
            let mut found = None;
            let (is_bare, is_reported) = (sentence.is_bare(), sentence.is_reported());
            for (index, number) in &quotes {
                let window =
                    index.saturating_sub(MAX_DISTANCE)..sentence.tokens.len().min(index + MAX_DISTANCE);
                let index = index - window.start;
                let near = FrameSentence { tokens: &sentence.tokens[window], ..sentence };
                let speaker = near.speaker(index);
                let frame = speaker.as_ref().map(|(_, frame)| *frame);
                if !frame.is_some_and(Frame::is_adjacent) && self.is_term(&near, index) {
                    quotations[*number].kind = QuotationKind::Term;
                    continue;
                }
                let speaker = match speaker {
                    Some((phrase, _)) => self.speaker(near.tokens, &phrase),
                    None if is_bare && carried.is_none() && is_whole(near.tokens[index].text) => {
                        topic.clone()
                    }
                    None if near.has_bare_verb(index) => carried.clone().or_else(|| found.clone()),
                    None if is_bare || is_reported => carried.clone(),
                    None => None,
                };
                found = found.or_else(|| speaker.clone());
                quotations[*number].speaker = speaker;
            }
            if let Some(phrase) = (!pending.is_empty()).then(|| sentence.of_before()).flatten() {
                found = self.speaker(sentence.tokens, &phrase);
                for number in pending.drain(..) {
                    quotations[number].speaker = found.clone();
                }
            }
            pending.clear();
            if is_bare {
                let is_open = |number: &usize| {
                    quotations[*number].speaker.is_none() && quotations[*number].kind == QuotationKind::Speech
                };
                pending.extend(quotes.iter().map(|(_, number)| *number).filter(is_open));
            }
            if quotes.is_empty() && found.is_none() {
                let speech = (0..sentence.tokens.len())
                    .any(|index| sentence.tokens[index].classes.has(Classes::SPEECH));
                let start = sentence.tokens.len().saturating_sub(2 * MAX_DISTANCE);
                let end = FrameSentence { tokens: &sentence.tokens[start..], ..sentence };
                let phrase = speech.then(|| end.announced()).flatten();
                found = phrase.and_then(|phrase| self.speaker(end.tokens, &phrase));
            }
            topic = match quotes.is_empty() {
                true => sentence.topic().and_then(|phrase| self.speaker(sentence.tokens, &phrase)),
                false => topic.filter(|_| is_bare),
            };
            let goes_on = is_bare || is_reported;
            carried = found.or(carried.filter(|_| goes_on));
        }
        self.last = quotations.last().and_then(|quotation| quotation.speaker.clone());
        if announces {
            self.announced = carried;
        }
    }

    /// Returns the tokens of each sentence.
    fn sentences(&self, paragraph: &Range<usize>, tokens: &[FrameToken<'_>]) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut start = 0;
        // Without a space behind the stop no sentence seems to end.
        let unspaced = tokens.windows(3).filter(|three| {
            three[1].is_mark('.')
                && three[2].kind == FrameTokenKind::Capital
                && three[1].range.end == three[2].range.start
                && three[0].lower.len() > 3
                && three[0].range.end == three[1].range.start
        });
        let mut starts: Vec<usize> = unspaced.map(|three| three[2].range.start).collect();
        starts.extend(sentence_starts(self.text, paragraph.clone(), self.rules));
        starts.sort_unstable();
        for offset in starts {
            let index = tokens.partition_point(|token| token.range.start < offset);
            // Behind a question the sentence may go on: „…?“ fragt X.
            let goes_on = tokens.get(index).is_some_and(|token| token.kind == FrameTokenKind::Word)
                && index.checked_sub(1).is_some_and(|last| tokens[last].is_quote());
            let is_within =
                goes_on || index.checked_sub(1).is_some_and(|last| tokens[last].range.end > offset);
            if index > start && !is_within {
                ranges.push(start..index);
                start = index;
            }
        }
        if start < tokens.len() {
            ranges.push(start..tokens.len());
        }
        ranges
    }

    /// Returns the speaker that a phrase names.
    fn speaker(&mut self, tokens: &[FrameToken<'_>], phrase: &NamingPhrase) -> Option<Speaker> {
        let bytes = |range: Range<usize>| tokens[range.start].range.start..tokens[range.end - 1].range.end;
        let (name, mention) = match phrase.head {
            PhraseHead::Name(start, end) => {
                let name = &self.text[bytes(start..end)];
                let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')'));
                let name = self.names.fullest(name).to_owned();
                let title = start.checked_sub(1).map(|title| tokens[title].lower.as_str()).unwrap_or("");
                // The name of a body has one word, or an article.
                if name.contains(' ') && (!phrase.has_determiner || self.grammar.is_title(title)) {
                    self.people.push((name.clone(), self.gender(gender(&name), title)));
                }
                (name, bytes(phrase.core.start.min(start)..phrase.core.end.max(end)))
            }
            PhraseHead::Noun => {
                let mention = bytes(phrase.core.clone());
                let name = self.text[mention.clone()].to_owned();
                let is_title = |token: &&FrameToken<'_>| self.grammar.is_title(&token.lower);
                if let Some(title) = tokens[phrase.core.clone()].iter().find(is_title) {
                    self.people.push((name.clone(), self.gender(PersonGender::Unknown, &title.lower)));
                }
                (name, mention)
            }
            PhraseHead::He => (self.person(PersonGender::Man)?, bytes(phrase.core.clone())),
            PhraseHead::She => (self.person(PersonGender::Woman)?, bytes(phrase.core.clone())),
        };
        Some(Speaker { name, mention })
    }

    /// Returns the gender of a person with this title, if it is known.
    fn gender(&self, given: PersonGender, title: &str) -> PersonGender {
        match given {
            PersonGender::Unknown if self.grammar.has_capital_nouns && title.ends_with("in") => {
                PersonGender::Woman
            }
            PersonGender::Unknown if self.grammar.has_capital_nouns && self.grammar.is_title(title) => {
                PersonGender::Man
            }
            known => known,
        }
    }

    /// Returns the person that a pronoun stands for: who was named last, unless that cannot be. A woman is
    /// known to be one: the pronoun for her stands for many people and for things, too.
    fn person(&self, wanted: PersonGender) -> Option<String> {
        let fits = |gender: PersonGender| match wanted {
            PersonGender::Man => gender != PersonGender::Woman,
            _ => gender == PersonGender::Woman,
        };
        let mut recent = self.people.iter().rev().take(MAX_PEOPLE);
        recent.find(|(_, gender)| fits(*gender)).map(|(name, _)| name.clone())
    }

    /// Returns whether a quotation is a title, a name or another term.
    fn is_term(&self, sentence: &FrameSentence<'_, '_>, quote: usize) -> bool {
        let content = sentence.tokens[quote].text.trim_matches(|c: char| !c.is_alphanumeric());
        let before = quote.checked_sub(1).map(|index| &sentence.tokens[index]);
        let Some(before) = before.filter(|before| !before.is_mark(':')) else { return false };
        let words: Vec<&str> = content.split_whitespace().take(MAX_TERM_WORDS + 1).collect();
        if words.len() > MAX_TERM_WORDS {
            return false;
        }
        if self.grammar.ends_with(Classes::BEFORE_TERM, &before.lower) {
            return true;
        }
        let is_capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let all_capital = words.iter().all(is_capital);
        if before.classes.has(Classes::SOURCE) || before.kind == FrameTokenKind::Capital && all_capital {
            return true;
        }
        // In der „Berliner Zeitung“, dem „Oberste Rat zur Rettung“.
        let is_title = words.iter().filter(|word| word.chars().count() > 3).all(is_capital);
        let joins = Classes::DETERMINER
            .or(Classes::OBLIQUE)
            .or(Classes::PREPOSITION)
            .or(Classes::OF)
            .or(Classes::COORDINATE);
        is_title
            && words.len() > 1
            && is_capital(&words[0])
            && (before.classes.has(joins) || before.is_mark('('))
    }
}

/// Returns whether a quotation is long and ends as a sentence does.
fn is_whole(text: &str) -> bool {
    let words = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '…'));
    words.ends_with(['.', '!', '?', '…']) && text.split_whitespace().nth(3).is_some()
}
