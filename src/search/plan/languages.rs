//! Lowers clauses on the language of articles.

use std::cmp::Reverse;

use tantivy::Term as TantivyTerm;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::analysis::Language;
use crate::search::plan::planner::Planner;

/// Maximum number of languages that a note lists.
const MAX_LISTED: usize = 12;

impl Planner<'_> {
    /// Reads codes and names of languages, separated by commas. Adds a note on what is no language, or no
    /// language of the index.
    pub(crate) fn languages_in(&mut self, list: &str) -> Vec<Language> {
        let mut languages: Vec<Language> = Vec::new();
        for name in list.split([',', ';', '|', '/']).filter(|name| !name.trim().is_empty()) {
            let language = Language::from_code_or_name(name);
            let problem = match language {
                None => {
                    let near = Language::nearest(name.trim());
                    let near =
                        near.map(|near| format!("; did you mean lang:{near} ({})?", near.english_name()));
                    let near = near.unwrap_or_default();
                    Some(format!("{} is no language that articles are known to be in{near}", name.trim()))
                }
                Some(language) if !self.language_counts.contains_key(language.code()) => {
                    Some(format!("no article is in {} ({language})", language.english_name()))
                }
                Some(_) => None,
            };
            if let Some(problem) = problem {
                let mark = if problem.ends_with('?') { "" } else { ";" };
                self.add_note(format!("{problem}{mark} the languages here are {}", self.list_languages()));
            }
            languages.extend(language.filter(|language| !languages.contains(language)));
        }
        languages
    }

    /// Lowers codes and names of languages to the articles in any of them.
    pub(crate) fn lower_languages(&mut self, list: &str) -> Box<dyn TantivyQuery> {
        let languages = self.languages_in(list);
        let term_query = |language: &Language| -> Box<dyn TantivyQuery> {
            let term = TantivyTerm::from_field_text(self.fields.lang, language.code());
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        match languages.as_slice() {
            [] => Box::new(EmptyQuery),
            [language] => term_query(language),
            // None of them is better.
            languages => {
                let union = BooleanQuery::union(languages.iter().map(term_query).collect());
                Box::new(ConstScoreQuery::new(Box::new(union), 0.0))
            }
        }
    }

    /// Lists the languages of the index with their numbers of articles, the commonest first.
    fn list_languages(&self) -> String {
        let mut counts: Vec<(&String, u64)> =
            self.language_counts.iter().map(|(code, count)| (code, *count)).collect();
        counts.sort_by_key(|(code, count)| (Reverse(*count), *code));
        let name = |(code, count): &(&String, u64)| {
            let name = Language::named(code)
                .map_or_else(|| (*code).clone(), |language| language.english_name().to_owned());
            format!("{name} ({code}: {count})")
        };
        let mut listed: Vec<String> = counts.iter().take(MAX_LISTED).map(name).collect();
        if counts.len() > MAX_LISTED {
            listed.push(format!("{} more", counts.len() - MAX_LISTED));
        }
        match listed.split_last() {
            None => "none".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }
}
