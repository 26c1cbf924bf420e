//! Gives each quotation of an article its speaker.

use std::ops::Range;
use std::rc::Rc;

use crate::article::{Quotation, QuotationKind, Speaker};
use crate::quote::attribution::{Attribution, Cue, Sentences};
use crate::quote::attribution::{Head, NounPhrase, sentence_subject};
use crate::quote::kinds::is_term;
use crate::quote::lexicon::{SpeechLexicon, WordClass};
use crate::quote::names::{FullName, Names};
use crate::quote::spans::{MarkedSpan, MarkedSpans, speech};
use crate::quote::tokens::{SpeechToken, tokenize};

/// Maximum number of tokens of a sentence that introduces a quotation.
const MAX_SENTENCE: usize = 80;
/// Number of tokens behind *was* among which its participle is.
const MAX_TO_PARTICIPLE: usize = 3;
/// Participles of verbs whose object somebody else has spoken to.
const ANSWERED: &[&str] = &[
    "interrupted",
    "heckled",
    "booed",
    "jeered",
    "shouted",
    "greeted",
    "contradicted",
    "corrected",
    "warned",
];
/// Length of the longest paragraph the quotations of which are attributed, in bytes.
const MAX_PARAGRAPH: usize = 200_000;
/// Maximum number of tokens of a description that need not be one of somebody.
const MAX_NOUNS: usize = 5;
/// Number of paragraphs before and behind the current one whose tokens are kept.
const KEPT: usize = 8;

/// Returns the quotations of a text, which has a title, with their speakers.
pub(super) fn with_speakers(
    (text, title): (&str, &str),
    found: &MarkedSpans,
    lexicon: &SpeechLexicon,
) -> Vec<Quotation> {
    let spans = &found.spans[..];
    let mut article = SpeakerFinder {
        text,
        lexicon,
        spans,
        paragraphs: &found.paragraphs,
        tokens: Vec::new(),
        names: Names::new(text, title, lexicon),
        last: None,
        quotations: Vec::with_capacity(spans.len()),
    };
    let mut first = 0;
    for group in spans.chunk_by(|a, b| a.paragraph == b.paragraph) {
        article.read_paragraph(first..first + group.len());
        first += group.len();
    }
    article.quotations
}

/// Somebody who has spoken.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) speaker: Speaker,
    pub(super) gender: WordClass,
    pub(super) is_person: bool,
    pub(super) paragraph: usize,
    /// Whether only the paragraph before tells it.
    is_carried: bool,
    /// Whether only what is denied tells it: a pronoun may stand for them, and nothing goes on.
    is_denied: bool,
}

pub(super) struct SpeakerFinder<'a> {
    pub(super) text: &'a str,
    lexicon: &'a SpeechLexicon,
    spans: &'a [MarkedSpan],
    paragraphs: &'a [Range<usize>],
    /// Tokens of some paragraphs with their numbers.
    tokens: Vec<(usize, Rc<Vec<SpeechToken>>)>,
    pub(super) names: Names<'a>,
    /// Last speaker.
    pub(super) last: Option<Said>,
    quotations: Vec<Quotation>,
}

impl<'a> SpeakerFinder<'a> {
    /// Returns the tokens of a paragraph.
    pub(super) fn tokens(&mut self, paragraph: usize) -> Rc<Vec<SpeechToken>> {
        if let Some((_, tokens)) = self.tokens.iter().find(|(kept, _)| *kept == paragraph) {
            return Rc::clone(tokens);
        }
        let mut range = self.paragraphs[paragraph].clone();
        if range.len() > MAX_PARAGRAPH {
            range.end = range.start;
        }
        let first = self.spans.partition_point(|span| span.paragraph.start < range.start);
        let count = self.spans[first..].partition_point(|span| span.paragraph.start <= range.start);
        let spans = (&self.spans[first..first + count], first);
        let spans = if range.is_empty() { (&self.spans[..0], first) } else { spans };
        let tokens = Rc::new(tokenize(self.text, range, spans, self.lexicon));
        self.tokens.retain(|(kept, _)| kept.abs_diff(paragraph) < KEPT);
        self.tokens.push((paragraph, Rc::clone(&tokens)));
        tokens
    }

    pub(super) fn sentences<'t>(&self, tokens: &'t [SpeechToken]) -> Sentences<'t>
    where
        'a: 't,
    {
        Sentences { text: self.text, tokens, lexicon: self.lexicon }
    }

    fn read_paragraph(&mut self, numbers: Range<usize>) {
        let start = self.spans[numbers.start].paragraph.start;
        let paragraph = self.paragraphs.partition_point(|range| range.start < start);
        let tokens = self.tokens(paragraph);
        let mut in_paragraph: Option<(usize, Said)> = None;
        if tokens.is_empty() {
            let spans = self.spans[numbers].iter().cloned();
            self.quotations.extend(spans.map(speech));
            return;
        }
        for number in numbers {
            let begin = self.spans[number].outer.start;
            let position = tokens.partition_point(|token| token.start < begin);
            let sentences = self.sentences(&tokens);
            let attribution = sentences.attribution(position);
            let span = &self.spans[number];
            let mut quotation = Quotation {
                range: span.range.clone(),
                kind: QuotationKind::Speech,
                is_continued: span.runs_on,
                speaker: None,
            };
            if is_term(sentences, position, &self.text[span.range.clone()], attribution.as_ref()) {
                quotation.kind = QuotationKind::Term;
                self.quotations.push(quotation);
                continue;
            }
            let found = match attribution {
                Some(attribution) => self.resolve(paragraph, &tokens, &attribution),
                None => self.carried(paragraph, &tokens, position, in_paragraph.as_ref(), span.runs_on).map(
                    |(source, is_continued)| {
                        quotation.is_continued |= is_continued;
                        source
                    },
                ),
            };
            if let Some(mut source) = found {
                source.paragraph = paragraph;
                self.last = Some(source.clone());
                quotation.speaker = (!source.is_denied).then(|| source.speaker.clone());
                in_paragraph = (!source.is_denied).then_some((position, source));
            } else {
                in_paragraph = None;
            }
            self.quotations.push(quotation);
        }
    }

    /// Returns who says a quotation that nothing in its sentence attributes, and whether it goes on from the
    /// quotation before.
    fn carried(
        &mut self,
        paragraph: usize,
        tokens: &[SpeechToken],
        position: usize,
        before: Option<&(usize, Said)>,
        runs_on: bool,
    ) -> Option<(Said, bool)> {
        let sentences = self.sentences(tokens);
        if runs_on {
            let last = self.last.clone().filter(|last| last.paragraph + 1 >= paragraph);
            let signed = || self.signed(paragraph + 1).filter(|_| tokens.len() == 1);
            return last.or_else(signed).map(|last| (last, true));
        }
        let stands_alone =
            position == 0 || tokens[position].starts_sentence || sentences.ends_sentence(position - 1);
        if let Some((quote, source)) = before {
            let sentence_ends =
                (quote + 1..position).filter(|position| tokens[*position].starts_sentence).count();
            if sentence_ends == 0 {
                return Some((source.clone(), true));
            }
            if stands_alone && sentence_ends == 1 {
                let start = (quote + 1..position)
                    .find(|position| tokens[*position].starts_sentence)
                    .unwrap_or(position);
                let subject = sentence_subject(tokens, start, position)
                    .filter(|phrase| matches!(phrase.head, Head::Name | Head::He | Head::She));
                return match subject {
                    Some(phrase) if self.is_answered(&tokens[phrase.tokens.end..position]) => None,
                    Some(phrase) => {
                        let attribution = Attribution { phrase, cue: Cue::Continues };
                        self.resolve(paragraph, tokens, &attribution).map(|source| (source, false))
                    }
                    None => Some((source.clone(), true)),
                };
            }
        }
        let ends_sentence = sentences.ends_sentence(position);
        if tokens.len() == 1
            && let Some(signed) = self.signed(self.end_of_run(paragraph))
        {
            return Some((signed, false));
        }
        if !stands_alone || !ends_sentence {
            return None;
        }
        if position > 0 {
            let from = position.saturating_sub(MAX_SENTENCE);
            let start = (from..position).rev().find(|start| tokens[*start].starts_sentence)?;
            let phrase =
                sentence_subject(tokens, start, position).filter(|phrase| phrase.head != Head::Noun)?;
            if self.is_answered(&tokens[phrase.tokens.end..position]) {
                return None;
            }
            let attribution = Attribution { phrase, cue: Cue::Continues };
            return self.resolve(paragraph, tokens, &attribution).map(|source| (source, false));
        }
        self.introduced(paragraph)
    }

    /// Returns whether the words behind a subject tell that somebody else spoke to it: *he was interrupted*.
    fn is_answered(&self, tokens: &[SpeechToken]) -> bool {
        let behind =
            tokens.iter().skip_while(|token| !token.is(WordClass::BE)).skip(1).take(MAX_TO_PARTICIPLE);
        let mut words = behind.map(|token| &self.text[token.start..token.end]);
        words.any(|word| ANSWERED.contains(&word))
    }

    /// Returns the paragraph behind those over which the quotation of a paragraph runs.
    fn end_of_run(&self, paragraph: usize) -> usize {
        let runs_on = |next: &usize| {
            let start = self.paragraphs[*next].start;
            let first = self.spans.partition_point(|span| span.paragraph.start < start);
            self.spans.get(first).is_some_and(|span| span.paragraph.start == start && span.runs_on)
        };
        let limit = self.paragraphs.len().min(paragraph + KEPT);
        paragraph + 1 + (paragraph + 1..limit).take_while(runs_on).count()
    }

    /// Returns whom a paragraph of nothing but a dash and a name names.
    fn signed(&mut self, paragraph: usize) -> Option<Said> {
        let range = self.paragraphs.get(paragraph)?;
        if range.len() > 80 || !self.text[range.clone()].trim_start().starts_with(['-', '–', '—', '―'])
        {
            return None;
        }
        let tokens = self.tokens(paragraph);
        let signature = self.sentences(&tokens).lone_signature()?;
        self.resolve(paragraph, &tokens, &signature)
    }

    /// Returns who says a paragraph of nothing but a quotation: who the one before introduces.
    fn introduced(&mut self, paragraph: usize) -> Option<(Said, bool)> {
        let before = paragraph.checked_sub(1)?;
        let range = self.paragraphs[before].clone();
        if range.len() > MAX_PARAGRAPH {
            return None;
        }
        // Most paragraphs need not be read.
        let text = self.text[range].trim_end();
        if text.ends_with(':') {
            let tokens = self.tokens(before);
            tokens.last().filter(|last| last.is_mark(':'))?;
            let attribution = self.sentences(&tokens).introduction()?;
            return self.resolve(before, &tokens, &attribution).map(|source| (source, false));
        }
        let last = self
            .last
            .clone()
            .filter(|last| last.paragraph == before && !last.is_carried && !last.is_denied)?;
        Some((Said { is_carried: true, ..last }, true))
    }

    /// Returns the speaker whom an attribution names.
    fn resolve(
        &mut self,
        paragraph: usize,
        tokens: &[SpeechToken],
        attribution: &Attribution,
    ) -> Option<Said> {
        let phrase = &attribution.phrase;
        if phrase.tokens.is_empty() {
            return None;
        }
        let mention = phrase.range(tokens);
        let of = |name: FullName| Said {
            speaker: Speaker { name: name.name, mention: mention.clone() },
            gender: name.gender,
            is_person: name.is_person,
            paragraph,
            is_carried: false,
            is_denied: attribution.cue == Cue::Unclear,
        };
        match phrase.head {
            Head::Name => self.names.full_name(tokens, phrase, attribution.cue).map(of),
            Head::He => self.person(paragraph, tokens, phrase, WordClass::MAN).map(of),
            Head::She => self.person(paragraph, tokens, phrase, WordClass::WOMAN).map(of),
            Head::They | Head::FirstPerson => None,
            Head::Noun => {
                if let Some(name) = self.holder_of(tokens, phrase) {
                    return Some(of(name));
                }
                let words: Vec<&str> = self.text[mention.clone()].split_ascii_whitespace().collect();
                if attribution.cue == Cue::Colon && !phrase.is_somebody(tokens, self.text) {
                    return None;
                }
                if phrase.tokens.len() > MAX_NOUNS
                    && (!phrase.is_somebody(tokens, self.text) || self.names.without_repeats(&words).1)
                {
                    return None;
                }
                let name = words.join(" ");
                Some(of(FullName { name, gender: WordClass::NONE, is_person: false }))
            }
        }
    }

    /// Returns the person behind *the senator*, or behind *Doe's statement*.
    fn holder_of(&mut self, tokens: &[SpeechToken], phrase: &NounPhrase) -> Option<FullName> {
        let words = &tokens[phrase.tokens.clone()];
        let (first, last) = (words.first()?, words.last()?);
        if last.is(WordClass::MEDIUM)
            && let Some(owner) = words.iter().position(|token| token.is_possessive)
            && words[..=owner].iter().all(SpeechToken::is_capital)
        {
            let range = phrase.tokens.start..phrase.tokens.start + owner + 1;
            let owner = NounPhrase { head: Head::Name, next: range.end, tokens: range };
            return self.names.full_name(tokens, &owner, Cue::Says);
        }
        let article = &self.text[first.start..first.end];
        let is_definite = self.lexicon.words.definite.split(' ').any(|the| the.eq_ignore_ascii_case(article));
        if !is_definite || !last.is(WordClass::TITLE) || words.len() > 3 {
            return None;
        }
        let title = &self.text[last.start..last.end];
        let is_office = self.lexicon.words.offices.split_ascii_whitespace().any(|office| office == title);
        let holder = self.names.holder(title).filter(|_| is_office)?;
        // Another person may hold it whom the article does not call so.
        let spoke = self.last.as_ref().filter(|spoke| spoke.is_person);
        spoke.is_none_or(|spoke| spoke.speaker.name == holder.name).then_some(holder)
    }
}
