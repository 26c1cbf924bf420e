//! Articles for the benches.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clippings::internals::bench::Rng;
use serde_json::Value;

use super::Outcome;

/// Folder of the evaluation data, unless `CLIPPINGS_EVAL_DATA` names another.
const EVAL_DATA: &str = "../shared";
/// Path of the development corpus in that folder.
const CORPUS: &str = "eval/corpus/news-dev.jsonl.gz";
/// Default number of articles.
const DEFAULT_ARTICLES: usize = 1000;

/// Archive file with one article per line.
pub(crate) struct Archive {
    pub file: PathBuf,
    pub articles: usize,
    /// Size of titles and texts in bytes.
    pub bytes: u64,
    source: String,
}

impl Archive {
    /// Writes the articles to a file in `folder`, unless it exists.
    pub(crate) fn open(folder: &Path) -> Outcome<Archive> {
        let count = match std::env::var("CLIPPINGS_BENCH_ARTICLES") {
            Ok(count) => count.parse()?,
            Err(_) => DEFAULT_ARTICLES,
        };
        let named = std::env::var_os("CLIPPINGS_BENCH_DATA").map(PathBuf::from);
        let eval_data = std::env::var_os("CLIPPINGS_EVAL_DATA").unwrap_or_else(|| EVAL_DATA.into());
        let corpus = Path::new(&eval_data).join(CORPUS);
        let from = named.or_else(|| Some(corpus).filter(|path| path.exists()));
        let file = folder.join("articles.jsonl");
        if !file.exists() {
            let mut out = BufWriter::new(File::create(&file)?);
            match &from {
                Some(from) => {
                    for line in lines(from)?.take(count) {
                        writeln!(out, "{}", line?)?;
                    }
                }
                None => invented_articles(count).try_for_each(|article| writeln!(out, "{article}"))?,
            }
            out.flush()?;
        }
        let source = from.map_or("invented words".into(), |path| path.display().to_string());
        let mut archive = Archive { file, articles: 0, bytes: 0, source };
        let mut sizes = (0, 0);
        archive.each(|title, text| {
            sizes = (sizes.0 + 1, sizes.1 + (title.len() + text.len()) as u64);
            Ok(())
        })?;
        (archive.articles, archive.bytes) = sizes;
        Ok(archive)
    }

    /// Calls `work` with the title and the text of every article.
    pub(crate) fn each(&self, mut work: impl FnMut(&str, &str) -> Outcome<()>) -> Outcome<()> {
        for line in lines(&self.file)? {
            let article: Value = serde_json::from_str(&line?)?;
            let field = |name: &str| article[name].as_str().unwrap_or_default();
            work(field("title"), field("text"))?;
        }
        Ok(())
    }

    /// Describes the archive in one line.
    pub(crate) fn describe(&self) -> String {
        format!("{} articles, {:.1} MB, from {}", self.articles, self.bytes as f64 / 1e6, self.source)
    }
}

fn lines(path: &Path) -> Outcome<impl Iterator<Item = std::io::Result<String>>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let compressed = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn BufRead> = match compressed {
        true => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file))),
        false => Box::new(BufReader::with_capacity(1 << 16, file)),
    };
    Ok(reader.lines())
}

/// Generates articles of invented words with the frequencies of a natural language: the nth word is n times
/// rarer than the first.
pub(crate) fn invented_articles(count: usize) -> impl Iterator<Item = Value> {
    let mut rng = Rng::new(0x00c1_1995);
    let words: Vec<String> = (0..20_000).map(|_| word(&mut rng)).collect();
    (0..count).map(move |id| {
        let title = sentence(&mut rng, &words, 6);
        let paragraph = |rng: &mut Rng| {
            let sentences: Vec<_> = (0..3).map(|_| sentence(rng, &words, 18)).collect();
            sentences.join(" ")
        };
        let text: Vec<_> = (0..8 + rng.below(16)).map(|_| paragraph(&mut rng)).collect();
        serde_json::json!({ "id": id.to_string(), "title": title, "text": text.join("\n\n") })
    })
}

/// Returns a random word of one to four syllables.
fn word(rng: &mut Rng) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ken", "to", "ri", "mal", "su", "ver", "di", "lo", "pan", "te", "gor", "ni", "fa", "hel", "mi",
        "ros", "ta", "ul", "we", "ish", "jo", "kar", "en",
    ];
    (0..1 + rng.below(4)).filter_map(|_| rng.pick(&SYLLABLES).copied()).collect()
}

/// Returns a sentence of about `length` of the words.
fn sentence(rng: &mut Rng, words: &[String], length: u64) -> String {
    let count = length / 2 + rng.below(length);
    let mut text = String::new();
    for number in 0..count.max(2) {
        // Uniform over the logarithm of the rank.
        let power = rng.below(1000) as f64 / 1000.0;
        let rank = (words.len() as f64).powf(power) as usize;
        let word = &words[rank.min(words.len()) - 1];
        match number {
            0 => text.extend(word[..1].to_uppercase().chars().chain(word[1..].chars())),
            _ => text.extend([" ", word]),
        }
    }
    text + "."
}
