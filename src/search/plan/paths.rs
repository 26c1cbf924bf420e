//! Lowers clauses on the path of a file: its words, or a path as results print it.

use tantivy::Term as TantivyTerm;
use tantivy::query::{BooleanQuery, Query as TantivyQuery};

use crate::analysis::query_tokens;
use crate::article::{Folder, SourceKey};
use crate::search::filters::in_folders;
use crate::search::plan::lower::both;
use crate::search::plan::planner::Planner;
use crate::search::plan::word::phrase_query;
use crate::text::{path_key, split_position};

impl Planner<'_> {
    /// Lowers the path `typed`, of the words `words`: files whose path in their folder has the words in a
    /// row, and those whose whole path has the names of `typed` in a row, which may be a folder.
    pub(crate) fn lower_path(&mut self, typed: &str, words: &[String]) -> Box<dyn TantivyQuery> {
        let mut choices = vec![phrase_query(self.fields.path_words, words)];
        let keys = self.keys_of_typed(typed);
        if let (false, Some((file, _))) = (keys.is_empty(), typed.split_once('#')) {
            self.add_note(format!("path: finds files: all records of {file} match"));
        }
        if keys.is_empty() {
            choices.extend(self.paths_across(words));
        } else {
            choices.push(in_folders(&keys, self.fields));
        }
        if choices.len() == 1 { choices.remove(0) } else { Box::new(BooleanQuery::union(choices)) }
    }

    /// Returns the source keys of the files and folders that `typed` names, as a path or as results print it.
    pub(crate) fn keys_of_typed(&self, typed: &str) -> Vec<String> {
        let keys = self.path_keys(typed);
        if !keys.is_empty() {
            return keys;
        }
        // As printed: `news/041.html:12`, `news.jsonl#17:3`, `news/budget.pdf:p.12`.
        let file = split_position(typed).map_or(typed, |(file, _)| file);
        let archive = file.split_once('#').map_or(file, |(archive, _)| archive);
        let others = [file, archive].into_iter().filter(|path| *path != typed);
        others.flat_map(|path| self.path_keys(path)).collect()
    }

    /// Returns the source keys of the files and folders that `typed` names: a path below a folder, one that
    /// begins in the path of a folder, or a part of that.
    fn path_keys(&self, typed: &str) -> Vec<String> {
        let is_name = |name: &&str| !matches!(*name, "" | "." | ".." | "~");
        let names: Vec<&str> = typed.split('/').filter(is_name).collect();
        let mut keys = Vec::new();
        for folder in self.folders {
            let shown = path_key::shown(&folder.path);
            let above: Vec<&str> = shown.split('/').filter(is_name).collect();
            let key = |names: &[&str]| SourceKey { folder: folder.id, path: names.join("/") }.encode();
            if !names.is_empty() && above.windows(names.len()).any(|names_above| names_above == names) {
                keys.push(key(&[]));
                continue;
            }
            let begins = (0..names.len()).filter(|split| above.ends_with(&names[..*split]));
            keys.extend(begins.map(|split| key(&names[split..])).filter(|key| self.has_source(key)));
        }
        keys
    }

    /// Returns whether the index has a file or a folder with this source key.
    fn has_source(&self, key: &str) -> bool {
        self.has_term(&TantivyTerm::from_field_text(self.fields.ancestors, key))
    }

    /// Returns queries for `words` that begin in the path of a folder and end below it.
    fn paths_across(&self, words: &[String]) -> Vec<Box<dyn TantivyQuery>> {
        let across = |(below, root): (Vec<String>, String)| {
            both(phrase_query(self.fields.path_words, &below), in_folders(&[root], self.fields))
        };
        self.words_below_folders(words).into_iter().map(across).collect()
    }

    /// Returns the last of `words`, where those before are the end of the path of a folder, each with the key
    /// of that folder.
    pub(crate) fn words_below_folders(&self, words: &[String]) -> Vec<(Vec<String>, String)> {
        let below = |folder: &Folder| {
            let above: Vec<String> =
                query_tokens(self.analyzer, &path_key::shown(&folder.path)).map(|token| token.text).collect();
            let split = (1..words.len()).find(|split| above.ends_with(&words[..*split]))?;
            let root = SourceKey { folder: folder.id, path: String::new() }.encode();
            Some((words[split..].to_vec(), root))
        };
        self.folders.iter().filter_map(below).collect()
    }
}
