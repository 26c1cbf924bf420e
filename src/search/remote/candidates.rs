//! Queries for the articles that may match a clause over positions: those that have its words.

use crate::analysis::{Languages, is_stop_word};
use crate::index::SearchTarget;
use crate::index::schema::{SPEAKER_MARK, SPEECH};
use crate::query::{BooleanFold, SpanPattern, TermMatcher};
use crate::search::remote::spans::position_terms;
use crate::search::remote::{RemoteField, RemoteQuery, RemoteSpans};

/// Returns a query for the articles whose `target` has the words of the only clause of `pattern`.
/// If the engine finds intervals, words of direct speech are in it.
pub(super) fn candidates(
    pattern: &SpanPattern,
    target: SearchTarget,
    languages: &Languages,
    has_intervals: bool,
) -> RemoteQuery {
    let in_speech = has_intervals && pattern.is_quote(0);
    let fold = RemoteFold { pattern, target, languages, in_speech };
    pattern.fold(0, &fold).unwrap_or(RemoteQuery::Nothing)
}

struct RemoteFold<'p> {
    pattern: &'p SpanPattern,
    target: SearchTarget,
    languages: &'p Languages,
    in_speech: bool,
}

impl RemoteFold<'_> {
    fn words(&self, matcher: &TermMatcher) -> RemoteQuery {
        words(matcher, self.target, self.languages)
    }
}

/// Returns a query for the articles whose `target` has a word of `matcher`.
pub(super) fn words(matcher: &TermMatcher, target: SearchTarget, languages: &Languages) -> RemoteQuery {
    let (words, stems) = (RemoteField::Words(target), RemoteField::Stems(target));
    match matcher {
        TermMatcher::Glob(pattern, _) => RemoteQuery::Pattern(words, pattern.clone()),
        TermMatcher::Fuzzy(fuzzy) => RemoteQuery::Fuzzy(words, fuzzy.word.clone(), fuzzy.distance),
        TermMatcher::Speech => RemoteQuery::Term(RemoteField::Speech, SPEECH.to_string()),
        TermMatcher::Speaker(named) => speaker(named),
        // As in an index in a folder, an article must have the stem itself.
        TermMatcher::Inflected(base, _) if !is_stop_word(base) => {
            let forms = matcher.forms().into_iter().map(|form| RemoteQuery::Term(words, form));
            let stemmed = matcher.stems(languages).into_iter();
            let stemmed = stemmed.map(|stem| RemoteQuery::Term(stems, stem.term().to_owned()));
            RemoteQuery::any_of(forms.chain(stemmed).collect())
        }
        matcher => {
            let terms = position_terms(matcher, target, languages);
            let terms = terms.into_iter().flat_map(|(terms, _)| terms);
            let mut terms: Vec<RemoteQuery> =
                terms.map(|(field, term)| RemoteQuery::Term(field, term)).collect();
            if let TermMatcher::Inflected(base, _) = matcher {
                terms.push(RemoteQuery::Term(words, base.clone()));
            }
            RemoteQuery::any_of(terms)
        }
    }
}

/// Returns a query for the articles with direct speech of a speaker.
fn speaker(speaker: &TermMatcher) -> RemoteQuery {
    let marked = |word: &str| format!("{SPEAKER_MARK}{word}");
    match speaker {
        TermMatcher::Exact(word) => RemoteQuery::Term(RemoteField::Speech, marked(word)),
        TermMatcher::Glob(pattern, _) => RemoteQuery::Pattern(RemoteField::Speech, marked(pattern)),
        TermMatcher::Fuzzy(fuzzy) => {
            RemoteQuery::Fuzzy(RemoteField::Speech, marked(&fuzzy.word), fuzzy.distance)
        }
        _ => RemoteQuery::Nothing,
    }
}

impl BooleanFold<RemoteQuery> for RemoteFold<'_> {
    fn term(&self, index: usize) -> RemoteQuery {
        let Some(matcher) = self.pattern.matchers.get(index) else { return RemoteQuery::Nothing };
        let words = self.words(matcher);
        match position_terms(matcher, self.target, self.languages).filter(|_| self.in_speech) {
            Some((terms, _)) => {
                let spans = RemoteSpans::Within(Box::new(RemoteSpans::Terms(terms)), SPEECH);
                RemoteQuery::all_of(vec![words, RemoteQuery::Spans(self.target, spans)])
            }
            None => words,
        }
    }

    fn all(&self, conditions: Vec<RemoteQuery>) -> RemoteQuery {
        RemoteQuery::all_of(conditions)
    }

    fn any(&self, conditions: Vec<RemoteQuery>) -> RemoteQuery {
        RemoteQuery::any_of(conditions)
    }
}
