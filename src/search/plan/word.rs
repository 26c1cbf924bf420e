//! Lowers words: by their stems, stop words by their exact form.

use std::sync::Arc;

use tantivy::Term as TantivyTerm;
use tantivy::query::{ConstScoreQuery, EmptyQuery, PhraseQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{Field as TantivyField, IndexRecordOption};

use crate::analysis::{QueryStem, Unjoined, is_stop_word, name_forms};
use crate::index::SearchTarget;
use crate::query::{Occur, Query, Term, WordReading};
use crate::search::fast_path::bag_of_words::{BagOfWords, BagTerm};
use crate::search::plan::planner::Planner;
use crate::search::queries::stemmed_term::StemmedTermQuery;
use crate::search::queries::term_weights::StemCollections;

impl Planner<'_> {
    /// Returns `query` as a bag of words; `None` if it is more.
    pub(crate) fn bag_of_words(&self, query: &Query) -> Option<BagOfWords> {
        let bag_term = |query: &Query| match query {
            Query::Term(term) => self.bag_term(term, SearchTarget::Article),
            _ => None,
        };
        let Query::Bool(parts) = query else {
            return Some(BagOfWords { terms: vec![bag_term(query)?], require_all: true });
        };
        let all_are = |expected| parts.iter().all(|(occur, _)| *occur == expected);
        if parts.is_empty() || !all_are(Occur::Must) && !all_are(Occur::Should) {
            return None;
        }
        let terms = parts.iter().map(|(_, query)| bag_term(query)).collect::<Option<_>>()?;
        Some(BagOfWords { terms, require_all: all_are(Occur::Must) })
    }

    /// Returns a term that is a single word; `None` for one that is several words, or in a field without
    /// stems.
    pub(crate) fn bag_term(&self, term: &Term, target: SearchTarget) -> Option<BagTerm> {
        let (exact_field, stem_field) = self.fields.of(target);
        let (stem_field, base, word) = (stem_field?, term.base.as_ref()?, term.tokens.first()?);
        let exact = TantivyTerm::from_field_text(exact_field, word);
        if is_stop_word(word) {
            return Some(match self.only_stop_words {
                true => BagTerm::Scored(StemmedTermQuery::of_terms(vec![exact], exact_field)),
                false => BagTerm::Filter(exact),
            });
        }
        let in_article = target == SearchTarget::Article;
        // One stem is faster than several forms, where it is in the same articles.
        let by_stem = match term.reading {
            WordReading::Inflected => true,
            WordReading::Name => false,
            WordReading::NameEverywhere => in_article,
        };
        if !by_stem || !term.unjoined.as_name.is_empty() {
            return Some(BagTerm::Scored(self.written_query(term, base, target)?));
        }
        let mut all_stems = self.languages.joined_stems(base, term.unjoined);
        // Of an English noun in both numbers.
        let numbers = all_stems.iter().filter(|stem| stem.is_english()).count();
        let by_language = all_stems.len() > numbers.max(1);
        let marked = term.marked_token();
        for word in term.other_spellings(marked.as_deref()) {
            all_stems.extend(self.languages.joined_stems(word, term.unjoined));
        }
        let exact = marked.map_or(exact, |token| TantivyTerm::from_field_text(exact_field, &token));
        let stems = self.present(all_stems, stem_field);
        let found_as_typed = !term.unjoined.as_typed.is_empty();
        let unweighted = found_as_typed.then(|| TantivyTerm::from_field_text(exact_field, base));
        // Without its possessive a word may have another stem: that of "PM's" is not that of "PMs".
        let is_stem = |stem: &QueryStem| base == word || stem.is_stem_of(word);
        // The stem of the word itself is the first.
        let other_numbers = match numbers {
            0 | 1 => 0,
            _ => stems.iter().skip(1).take_while(|stem| stem.is_english()).count(),
        };
        Some(BagTerm::Scored(StemmedTermQuery {
            stems: stem_terms(&stems, stem_field),
            unweighted,
            exact: Some(exact).filter(|_| in_article && stems.iter().any(is_stem)),
            exact_has_stem: stems.iter().all(is_stem),
            lead: if in_article { stem_terms(&stems, self.fields.lead) } else { Vec::new() },
            norms_field: exact_field,
            lead_norms_field: self.fields.lead,
            forms: 0,
            other_numbers,
            collections: by_language.then(|| self.collections(&stems, exact_field)).flatten(),
        }))
    }

    /// Returns the query for a name in all its spellings: its forms, and its stems in other languages than
    /// English. `None` in a field without stems.
    pub(crate) fn name_query(
        &self,
        (spellings, unjoined): (&[String], Unjoined),
        target: SearchTarget,
    ) -> Option<StemmedTermQuery> {
        let joined_stems = |word: &String| self.languages.joined_stems(word, unjoined);
        let (english, stems): (Vec<_>, Vec<_>) =
            spellings.iter().flat_map(joined_stems).partition(QueryStem::is_english);
        let forms: Vec<String> = spellings.iter().flat_map(|name| name_forms(name)).collect();
        self.forms_query((&forms, english.into_iter().next()), stems, target)
    }

    /// Returns the query for a word that some languages have as a name: the forms of the name, and the stems
    /// in other languages. `None` in a field without stems.
    fn written_query(&self, term: &Term, base: &str, target: SearchTarget) -> Option<StemmedTermQuery> {
        let spellings = term.name_spellings(base);
        let as_name = term.unjoined.as_name;
        if as_name.is_empty() {
            return self.name_query((&spellings, term.unjoined), target);
        }
        let is_english_name = term.reading != WordReading::Inflected;
        let joined_stems = |word: &String| self.languages.joined_stems(word, term.unjoined);
        let mut stems: Vec<QueryStem> = spellings.iter().flat_map(joined_stems).collect();
        let mut forms = spellings.clone();
        if is_english_name {
            stems.retain(|stem| !stem.is_english());
            forms = spellings.iter().flat_map(|name| name_forms(name)).collect();
        }
        forms.extend(term.name_forms.iter().cloned());
        let mut of_forms =
            self.languages.stems(base).into_iter().find(|stem| as_name.intersects(stem.languages));
        of_forms.iter_mut().for_each(|stem| stem.languages = as_name);
        self.forms_query((&forms, of_forms), stems, target)
    }

    /// Returns the query for words as they stand, which are in articles of the languages of a stem, and for
    /// stems of other languages. `None` in a field without stems.
    fn forms_query(
        &self,
        (forms, of_forms): (&[String], Option<QueryStem>),
        stems: Vec<QueryStem>,
        target: SearchTarget,
    ) -> Option<StemmedTermQuery> {
        let (exact_field, stem_field) = self.fields.of(target);
        let by_language = of_forms.is_some() && !stems.is_empty();
        let stems = if stems.is_empty() { stems } else { self.present(stems, stem_field?) };
        let in_form = forms.iter().flat_map(|_| &of_forms);
        let collections: Vec<QueryStem> = in_form.chain(&stems).cloned().collect();
        let terms = |field| forms.iter().map(move |form| TantivyTerm::from_field_text(field, form));
        let in_article = target == SearchTarget::Article;
        Some(StemmedTermQuery {
            stems: terms(exact_field).chain(stem_terms(&stems, stem_field?)).collect(),
            unweighted: None,
            exact: terms(exact_field).next().filter(|_| in_article),
            exact_has_stem: true,
            // The stem may be in the lead where the name is not, but what is in the title is in the text.
            lead: if in_article { terms(self.fields.title_exact).collect() } else { Vec::new() },
            norms_field: exact_field,
            lead_norms_field: self.fields.lead,
            forms: forms.len(),
            other_numbers: 0,
            collections: by_language.then(|| self.collections(&collections, exact_field)).flatten(),
        })
    }

    /// Drops the stems that do not occur in `field`: most words have those of few languages. One stays.
    fn present(&self, mut stems: Vec<QueryStem>, field: TantivyField) -> Vec<QueryStem> {
        if stems.len() < 2 {
            return stems;
        }
        let first = stems.first().cloned();
        stems.retain(|stem| self.has_term(&TantivyTerm::from_field_text(field, stem.term())));
        if stems.is_empty() {
            stems.extend(first);
        }
        stems
    }

    /// Returns the articles that each of `stems` can occur in; `None` if the index does not tell them apart.
    fn collections(&self, stems: &[QueryStem], text: TantivyField) -> Option<StemCollections> {
        if self.language_sizes.is_empty() {
            return None;
        }
        let size = |stem: &QueryStem| {
            (stem.languages, self.language_sizes.size(stem.languages, text, self.fields.lead))
        };
        let stems = stems.iter().map(size).collect();
        let (doc_languages, remote) = (Arc::clone(self.doc_languages), self.remote.cloned());
        Some(StemCollections { stems, doc_languages, remote })
    }

    pub(crate) fn lower_term(&self, term: &Term, target: SearchTarget) -> Box<dyn TantivyQuery> {
        match self.bag_term(term, target) {
            Some(BagTerm::Scored(query)) => Box::new(query),
            Some(BagTerm::Filter(term)) => {
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
            }
            None => phrase_query(self.fields.of(target).0, &term.tokens),
        }
    }
}

/// Returns the terms of `stems` in a field of stems.
pub(crate) fn stem_terms(stems: &[QueryStem], field: TantivyField) -> Vec<TantivyTerm> {
    let mut terms: Vec<TantivyTerm> = Vec::with_capacity(stems.len());
    for stem in stems {
        let term = TantivyTerm::from_field_text(field, stem.term());
        // Stemmers whose stems carry no tags may make the same.
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

fn term_query(field: TantivyField, word: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(TantivyTerm::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

/// Returns a query for consecutive words.
pub(crate) fn phrase_query(field: TantivyField, words: &[String]) -> Box<dyn TantivyQuery> {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => term_query(field, word),
        words => {
            let terms = words.iter().map(|word| TantivyTerm::from_field_text(field, word)).collect();
            Box::new(PhraseQuery::new(terms))
        }
    }
}
