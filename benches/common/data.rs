//! Articles to measure with.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Outcome;

/// Folder of the evaluation data, unless `CLIPPINGS_EVAL_DATA` names another.
const EVAL_DATA: &str = "../shared";
/// Path of the development corpus in that folder.
const CORPUS: &str = "eval/corpus/news-dev.jsonl.gz";
/// Articles taken unless told otherwise.
const FEW: usize = 1000;

/// An archive file of one article a line.
pub struct Archive {
    pub file: PathBuf,
    pub articles: usize,
    /// Bytes of titles and texts.
    pub bytes: u64,
    source: String,
}

impl Archive {
    /// Puts the articles that are to be measured with into a file in `folder`, unless they are there.
    pub fn open(folder: &Path) -> Outcome<Archive> {
        let count = match std::env::var("CLIPPINGS_BENCH_ARTICLES") {
            Ok(count) => count.parse()?,
            Err(_) => FEW,
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
                None => made(count).try_for_each(|article| writeln!(out, "{article}"))?,
            }
            out.flush()?;
        }
        let source = from.map_or("made-up words".into(), |path| path.display().to_string());
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
    pub fn each(&self, mut work: impl FnMut(&str, &str) -> Outcome<()>) -> Outcome<()> {
        for line in lines(&self.file)? {
            let article: Value = serde_json::from_str(&line?)?;
            let field = |name: &str| article[name].as_str().unwrap_or_default();
            work(field("title"), field("text"))?;
        }
        Ok(())
    }

    /// What it is, in a line.
    pub fn describe(&self) -> String {
        format!("{} articles, {:.1} MB, of {}", self.articles, self.bytes as f64 / 1e6, self.source)
    }
}

fn lines(path: &Path) -> Outcome<impl Iterator<Item = std::io::Result<String>>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn BufRead> = match packed {
        true => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file))),
        false => Box::new(BufReader::with_capacity(1 << 16, file)),
    };
    Ok(reader.lines())
}

/// Articles of made-up words, which are as frequent as words are (the nth word n times rarer than the first).
pub fn made(count: usize) -> impl Iterator<Item = Value> {
    let mut numbers = Numbers(0x00c1_1995);
    let words: Vec<String> = (0..20_000).map(|_| numbers.word()).collect();
    (0..count).map(move |id| {
        let title = numbers.sentence(&words, 6);
        let paragraph = |numbers: &mut Numbers| {
            let sentences: Vec<_> = (0..3).map(|_| numbers.sentence(&words, 18)).collect();
            sentences.join(" ")
        };
        let text: Vec<_> = (0..8 + numbers.below(16)).map(|_| paragraph(&mut numbers)).collect();
        serde_json::json!({ "id": id.to_string(), "title": title, "text": text.join("\n\n") })
    })
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as usize) % end
    }

    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 24] = [
            "ba", "ken", "to", "ri", "mal", "su", "ver", "di", "lo", "pan", "te", "gor", "ni", "fa", "hel",
            "mi", "ros", "ta", "ul", "we", "ish", "jo", "kar", "en",
        ];
        (0..1 + self.below(4)).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect()
    }

    /// About `length` words.
    fn sentence(&mut self, words: &[String], length: usize) -> String {
        let count = length / 2 + self.below(length);
        let mut text = String::new();
        for number in 0..count.max(2) {
            // A power that spreads evenly over the logarithm of the rank.
            let power = self.below(1000) as f64 / 1000.0;
            let rank = (words.len() as f64).powf(power) as usize;
            let word = &words[rank.min(words.len()) - 1];
            match number {
                0 => text.extend(word[..1].to_uppercase().chars().chain(word[1..].chars())),
                _ => text.extend([" ", word]),
            }
        }
        text + "."
    }
}
