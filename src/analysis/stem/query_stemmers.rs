//! The stemmers that a word of a query goes through, by its script, and the stems of the last words.
//!
//! A search asks for the stems of a word several times, in every language of the archive.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::analysis::language::{Language, Script};
use crate::analysis::language_set::LanguageSet;
use crate::analysis::stem::tag::StemTag;
use crate::analysis::stem::word_stemmer::WordStemmer;
use crate::analysis::version::AnalyzerVersion;

/// Maximum number of words whose stems are kept.
const MAX_WORDS: usize = 256;
/// Number of scripts.
const SCRIPTS: usize = 6;

/// A stemmer of some languages, for the words in a script.
#[derive(Debug)]
pub(super) struct QueryStemmer {
    pub tag: StemTag,
    pub stemmer: Option<WordStemmer>,
    /// The first language with the stemmer.
    pub language: Language,
    /// All languages with it.
    pub languages: LanguageSet,
}

/// The stemmers by script, and the stems `S` of words.
#[derive(Debug)]
pub(super) struct QueryStemmers<S> {
    by_script: [OnceLock<Vec<QueryStemmer>>; SCRIPTS],
    words: Mutex<FxHashMap<String, Arc<[S]>>>,
}

impl<S> Default for QueryStemmers<S> {
    fn default() -> Self {
        QueryStemmers { by_script: Default::default(), words: Mutex::default() }
    }
}

impl<S> QueryStemmers<S> {
    /// Returns the stems of `base`, which `find` makes of the stemmers for its script.
    pub(super) fn stems(
        &self,
        base: &str,
        (languages, analyzer): (&[Language], AnalyzerVersion),
        find: impl FnOnce(&[QueryStemmer], Script) -> Vec<S>,
    ) -> Arc<[S]> {
        let lock = || self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(base) {
            return Arc::clone(known);
        }
        let script = Script::of(base);
        let of_script = self.by_script.get(script as usize);
        let stems: Arc<[S]> = match of_script {
            Some(stemmers) => find(stemmers.get_or_init(|| stemmers_of(languages, analyzer, script)), script),
            None => find(&stemmers_of(languages, analyzer, script), script),
        }
        .into();
        let mut words = lock();
        if words.len() >= MAX_WORDS {
            words.clear();
        }
        words.insert(base.to_owned(), Arc::clone(&stems));
        stems
    }
}

/// Returns the stemmers of words in `script` in texts of `languages`, English first.
fn stemmers_of(languages: &[Language], analyzer: AnalyzerVersion, script: Script) -> Vec<QueryStemmer> {
    let mut stemmers: Vec<QueryStemmer> = Vec::new();
    for &language in languages {
        let stemmer = WordStemmer::of(analyzer, language, script);
        let tag = StemTag::of(stemmer.is_some(), language, script);
        match stemmers.iter_mut().find(|known| known.tag == tag) {
            Some(known) => known.languages.insert(language),
            None => {
                // Without tags a stem is that of all languages.
                let alone = [language].into_iter().collect();
                let languages = if analyzer.tags_stems() { alone } else { LanguageSet::ALL };
                stemmers.push(QueryStemmer { tag, stemmer, language, languages });
            }
        }
    }
    stemmers.sort_by_key(|stemmer| stemmer.tag != StemTag::ENGLISH);
    stemmers
}
