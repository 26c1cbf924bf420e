//! The articles, in memory and as files, and the queries that mean the same to every program.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clippings::internals::analysis::tokenize;
use clippings::internals::bench::{BenchQuery, QueryKind};

use crate::Outcome;

/// Articles in memory, and as files for programs that read files.
pub struct Corpus {
    /// Titles and texts.
    pub articles: Vec<(String, String)>,
    /// Size of titles and texts in bytes.
    pub bytes: u64,
    /// Folder with one file per article, named by its number.
    pub files: PathBuf,
    /// Words that programs tokenize differently.
    ambiguous: HashSet<String>,
}

impl Corpus {
    /// Reads at limit `limit` articles of an archive file, and writes each to a file below `folder`.
    pub fn read(archive: &Path, limit: usize, folder: &Path) -> Outcome<Corpus> {
        let file = File::open(archive).map_err(|error| format!("{}: {error}", archive.display()))?;
        let reader: Box<dyn BufRead> = match archive.extension().is_some_and(|extension| extension == "gz") {
            true => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file))),
            false => Box::new(BufReader::new(file)),
        };
        let files = folder.join("articles");
        let (mut articles, mut bytes, mut ambiguous) = (Vec::new(), 0, HashSet::new());
        for line in reader.lines().take(limit) {
            let article: serde_json::Value = serde_json::from_str(&line?)?;
            let field = |name: &str| article[name].as_str().unwrap_or_default().replace('\n', " ");
            let (title, text) = (field("title"), article["text"].as_str().unwrap_or_default().to_owned());
            bytes += (title.len() + text.len()) as u64;
            let number = articles.len();
            let subfolder = files.join(format!("{:04}", number / 1000));
            if number % 1000 == 0 {
                fs::create_dir_all(&subfolder)?;
            }
            fs::write(subfolder.join(format!("{number}.txt")), format!("{title}\n\n{text}\n"))?;
            for text in [&title, &text] {
                for word in tokenize(text) {
                    let original = &text[word.span.clone()];
                    if !original.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                        // Our tokenizer has one word for "week's"; others have "week" and "s".
                        let parts = original.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
                        ambiguous.extend(parts.chain([word.text]));
                    }
                }
            }
            articles.push((title, text));
        }
        Ok(Corpus { articles, bytes, files, ambiguous })
    }

    /// Returns the queries that mean the same to every program: words of ASCII letters and digits, combined
    /// by AND, OR or quotes.
    pub fn unambiguous(&self, queries: Vec<BenchQuery>) -> Vec<BenchQuery> {
        let kinds = [QueryKind::Rare, QueryKind::Common, QueryKind::And, QueryKind::Or, QueryKind::Phrase];
        let is_unambiguous = |word: String| word.is_ascii() && !self.ambiguous.contains(&word);
        let accepts = |query: &BenchQuery| {
            kinds.contains(&query.kind) && words_of(query).into_iter().all(is_unambiguous)
        };
        queries.into_iter().filter(accepts).collect()
    }
}

/// Returns the words of a query.
pub fn words_of(query: &BenchQuery) -> Vec<String> {
    let text = query.query.trim_matches('"');
    text.split(' ').filter(|word| *word != "OR").map(str::to_owned).collect()
}

/// Returns the size of the files below a folder, in bytes.
pub fn size_of(folder: &Path) -> Outcome<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.path().is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
