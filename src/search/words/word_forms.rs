//! Lists the forms of the index that the words of a query find, with the number of articles of each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term as TantivyTerm};

use crate::analysis::{Language, LanguageSet, Unjoined};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::{Field, Occur, Query, SpanPattern, TermMatcher};
use crate::search::expand::{MAX_EXPANSION, expand};
use crate::search::queries::work_budget::WorkBudget;
use crate::search::response::{WordForm, WordForms};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of words of a query that are looked up.
const MAX_WORDS: usize = 12;
/// Maximum number of forms that are listed for a word.
const MAX_FORMS: usize = 12;

/// Maximum number of words that another engine is asked for by language, each in a request.
const MAX_REMOTE_WORDS: usize = 2 * MAX_FORMS;

/// Reasons why a word is no word of a language.
const OTHER_LETTERS: &str = "written with other letters";
const RARE: &str = "hardly any article has it as typed";
const ABSENT: &str = "no article has it as typed";
const NAME: &str = "a name there";

/// A word, pattern or approximate word of a query.
#[derive(Debug, PartialEq)]
struct SearchedWord {
    matcher: TermMatcher,
    /// Part of the articles that it is searched in.
    target: SearchTarget,
    /// Whether it is a word with ä, ö or ü as written with ae, oe or ue.
    is_other_spelling: bool,
}

impl IndexSnapshot {
    /// Returns the forms that each word, pattern and approximate word of `query` on `target` finds. Words in
    /// quotes have one form and are left out.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn word_forms(
        &self,
        query: &Query,
        target: SearchTarget,
    ) -> Result<Vec<WordForms>, Error> {
        catch_engine_panic(&self.path, || {
            let mut words = Vec::new();
            collect_matchers(query, target, &mut words);
            let mut all = Vec::with_capacity(words.len());
            for word in words.iter().take(MAX_WORDS) {
                let forms = self.forms(&word.matcher, word.target).map_err(|error| self.error(error))?;
                if !(word.is_other_spelling && forms.forms.is_empty()) {
                    all.push(forms);
                }
            }
            Ok(all)
        })
    }

    fn forms(&self, matcher: &TermMatcher, target: SearchTarget) -> tantivy::Result<WordForms> {
        let (field, _) = self.fields.of(target);
        // Of another engine, the forms are those of some of the articles that have any.
        let sample = self.with_matcher(matcher, target)?;
        let IndexSnapshot { searcher, inflection_cache, .. } = sample.as_ref().unwrap_or(self);
        let (budget, in_field) = (WorkBudget::default(), (&self.fields, field));
        let words = &expand(searcher, self.languages(), inflection_cache, in_field, matcher, &budget)?.words;
        let (stems, as_typed) = (matcher.stems(self.languages()), matcher.forms());
        let is_inflected = !matches!(matcher, TermMatcher::Glob(..) | TermMatcher::Fuzzy(_));
        let max_words = if self.is_remote() { MAX_REMOTE_WORDS } else { MAX_EXPANSION };
        let mut forms = Vec::new();
        for word in words.iter().take(max_words) {
            let languages = if is_inflected && !as_typed.contains(word) {
                let has_stem = stems.iter().filter(|stem| stem.is_stem_of(word));
                has_stem.map(|stem| stem.languages).fold(LanguageSet::default(), LanguageSet::union)
            } else {
                LanguageSet::ALL
            };
            if languages.is_empty() {
                continue;
            }
            let languages = self.count_by_language(field, word, languages)?;
            let articles = languages.values().sum();
            if articles > 0 {
                forms.push(WordForm { form: word.clone(), articles, languages });
            }
        }
        forms.sort_by(|a, b| Reverse(a.articles).cmp(&Reverse(b.articles)).then_with(|| a.form.cmp(&b.form)));
        let not_counted = words.len().saturating_sub(max_words);
        let found = forms.len() + not_counted;
        forms.truncate(MAX_FORMS);
        let more = found.saturating_sub(forms.len()) as u64;
        let word = match matcher {
            TermMatcher::Exact(word)
            | TermMatcher::Bigram(word)
            | TermMatcher::Inflected(word, _)
            | TermMatcher::Name(word, _)
            | TermMatcher::Noun(word) => word.clone(),
            TermMatcher::Glob(pattern, _) => pattern.clone(),
            TermMatcher::Fuzzy(fuzzy) => format!("{}~{}", fuzzy.word, fuzzy.distance),
            TermMatcher::Speaker(_) | TermMatcher::Speech => String::new(), // no word of the text
        };
        Ok(WordForms { word, forms, more, not_joined: self.reasons(matcher.unjoined()) })
    }

    /// Returns why a word is no word of some languages of the archive, by language code.
    fn reasons(&self, unjoined: Unjoined) -> BTreeMap<String, String> {
        if unjoined == Unjoined::WRITTEN {
            return BTreeMap::new(); // another form of a name
        }
        let counts = &self.meta.languages;
        let languages = Language::all().filter(|language| counts.contains_key(language.code()));
        let reasons = languages.filter_map(|language| {
            let ordinal = language.ordinal();
            let reason = match () {
                () if !unjoined.languages.has_ordinal(ordinal) => return None,
                () if unjoined.as_name.has_ordinal(ordinal) => NAME,
                () if unjoined.other_letters.has_ordinal(ordinal) => OTHER_LETTERS,
                () if unjoined.as_typed.has_ordinal(ordinal) => RARE,
                () => ABSENT,
            };
            Some((language.code().to_owned(), reason.to_owned()))
        });
        reasons.collect()
    }

    /// Counts the articles with `word` in each of `languages`, by language code.
    pub(super) fn count_by_language(
        &self,
        field: TantivyField,
        word: &str,
        languages: LanguageSet,
    ) -> tantivy::Result<BTreeMap<String, u64>> {
        let term = TantivyTerm::from_field_text(field, word);
        if let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) {
            let known = Language::all().filter(|language| {
                languages.has_ordinal(language.ordinal()) && self.meta.languages.contains_key(language.code())
            });
            let known: Vec<Language> = known.collect();
            let counts = remote.by_language(&term, &known)?;
            let counts = known.iter().zip(counts).filter(|(_, count)| *count > 0);
            return Ok(counts.map(|(language, count)| (language.code().to_owned(), count)).collect());
        }
        let mut counts = [0u64; 256];
        for segment in self.searcher.segment_readers() {
            let postings = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)?;
            let (Some(mut postings), Some(by_doc)) = (postings, self.doc_languages.of(segment)?) else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let ordinal = by_doc.ordinal(postings.doc());
                if languages.has_ordinal(ordinal) && !segment.is_deleted(postings.doc()) {
                    counts[usize::from(ordinal)] += 1;
                }
                postings.advance();
            }
        }
        let counts = Language::all().zip(counts).filter(|(_, count)| *count > 0);
        Ok(counts.map(|(language, count)| (language.code().to_owned(), count)).collect())
    }
}

/// Collects the words of `query` that are not excluded and can have several forms, each with the part of the
/// articles that it is searched in.
fn collect_matchers(query: &Query, target: SearchTarget, words: &mut Vec<SearchedWord>) {
    match query {
        Query::Field(Field::Title, query) => collect_matchers(query, SearchTarget::Title, words),
        Query::Field(Field::Cut, query) => collect_matchers(query, SearchTarget::Cut, words),
        Query::Field(Field::Said, query) => collect_matchers(query, SearchTarget::Article, words),
        Query::Field(..) => {}
        Query::Bool(parts) => {
            let parts = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot);
            parts.for_each(|(_, query)| collect_matchers(query, target, words));
        }
        query => {
            let is_word = matches!(query, Query::Term(term) if term.base.is_some());
            for (index, matcher) in SpanPattern::from_query(query).matchers.into_iter().enumerate() {
                let word = SearchedWord { matcher, target, is_other_spelling: is_word && index > 0 };
                let has_forms = !matches!(word.matcher, TermMatcher::Exact(_) | TermMatcher::Bigram(_));
                if has_forms && !words.contains(&word) {
                    words.push(word);
                }
            }
        }
    }
}
