//! Prints the stems of words, for `eval/stems.py`: `stems LANGUAGE < words`, one word per line. With `-` in
//! place of the language it prints the normalized words.

use std::io::{self, BufRead, Write};

use clippings::internals::analysis::{Language, stem, tokenize};

fn main() -> io::Result<()> {
    let code = std::env::args().nth(1).unwrap_or_default();
    let language = Language::named(&code);
    if language.is_none() && code != "-" {
        return Err(io::Error::other(format!("no such language: {code}")));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let stems: Vec<_> = tokenize(&line)
            .map(|word| match language {
                Some(language) => stem(word.base(), language).into_owned(),
                None => word.base().to_owned(),
            })
            .collect();
        writeln!(out, "{}", stems.join(" "))?;
    }
    out.flush()
}
