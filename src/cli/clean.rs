//! `clippings clean`.

use std::path::Path;

use clippings::clean::{Article, clean_text};
use clippings::corpus::decode;

use super::args::{CleanArgs, Common, Format};
use super::output::{human, json};
use super::{FAILED, FOUND, messages};

/// Runs `clippings clean`.
pub fn run(args: &CleanArgs, common: &Common) -> anyhow::Result<u8> {
    let mut failed = false;
    for (index, path) in args.files.iter().enumerate() {
        match read(path) {
            Ok((source, article)) => {
                if index > 0 && common.format == Format::Text {
                    println!();
                }
                match common.format {
                    Format::Json => json::article(path, &article)?,
                    _ if args.explain => human::explained(&source, &article)?,
                    _ => human::article(&article)?,
                }
            }
            Err(reason) => {
                messages::say(&format!("{}: {reason}", path.display()));
                failed = true;
            }
        }
    }
    Ok(if failed { FAILED } else { FOUND })
}

fn read(path: &Path) -> Result<(String, Article), String> {
    let bytes = std::fs::read(path).map_err(|error| messages::plain(&error))?;
    let decoded = decode(bytes).map_err(|error| error.to_string())?;
    let article = clean_text(&decoded.text);
    Ok((decoded.text, article))
}
