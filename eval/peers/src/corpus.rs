//! The articles, in memory and as files.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clippings::internals::analysis::tokenize;
use clippings::internals::bench::{BenchQuery, QueryKind};

use crate::Outcome;

pub struct Corpus {
    /// Titles and texts.
    pub articles: Vec<(String, String)>,
    /// Bytes of both.
    pub bytes: u64,
    /// A folder with a file for each, its number for a name.
    pub files: PathBuf,
    /// Words that programs cut differently.
    odd: HashSet<String>,
}

impl Corpus {
    pub fn read(archive: &Path, most: usize, folder: &Path) -> Outcome<Corpus> {
        let file = File::open(archive).map_err(|error| format!("{}: {error}", archive.display()))?;
        let reader: Box<dyn BufRead> = match archive.extension().is_some_and(|extension| extension == "gz") {
            true => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file))),
            false => Box::new(BufReader::new(file)),
        };
        let files = folder.join("articles");
        let (mut articles, mut bytes, mut odd) = (Vec::new(), 0, HashSet::new());
        for line in reader.lines().take(most) {
            let article: serde_json::Value = serde_json::from_str(&line?)?;
            let field = |name: &str| article[name].as_str().unwrap_or_default().replace('\n', " ");
            let (title, text) = (field("title"), article["text"].as_str().unwrap_or_default().to_owned());
            bytes += (title.len() + text.len()) as u64;
            let number = articles.len();
            let below = files.join(format!("{:04}", number / 1000));
            if number % 1000 == 0 {
                fs::create_dir_all(&below)?;
            }
            fs::write(below.join(format!("{number}.txt")), format!("{title}\n\n{text}\n"))?;
            for text in [&title, &text] {
                for word in tokenize(text) {
                    let written = &text[word.span.clone()];
                    if !written.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                        // "week's" is one word to us, and "week" and "s" to others.
                        let pieces = written.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
                        odd.extend(pieces.chain([word.text]));
                    }
                }
            }
            articles.push((title, text));
        }
        Ok(Corpus { articles, bytes, files, odd })
    }

    /// Of `questions` those that mean the same to all: words of ASCII letters and digits, no function of the language
    /// but OR and quotes.
    pub fn plain(&self, questions: Vec<BenchQuery>) -> Vec<BenchQuery> {
        let kinds = [QueryKind::Rare, QueryKind::Common, QueryKind::And, QueryKind::Or, QueryKind::Phrase];
        let plain = |word: String| word.is_ascii() && !self.odd.contains(&word);
        let fits = |question: &BenchQuery| {
            kinds.contains(&question.kind) && words_of(question).into_iter().all(plain)
        };
        questions.into_iter().filter(fits).collect()
    }
}

/// The words of a question.
pub fn words_of(question: &BenchQuery) -> Vec<String> {
    let text = question.query.trim_matches('"');
    text.split(' ').filter(|word| *word != "OR").map(str::to_owned).collect()
}

/// How many bytes lie below a folder.
pub fn size_of(folder: &Path) -> Outcome<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.path().is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
