//! Writes the training data of `eval/train_html.py`: `html_features DATA OUT [TEXT_MODELS]`.
//!
//! DATA is a folder with `html/<set>/<page>.html`. OUT.json gets the blocks of every page, OUT.f32 their
//! features, one row of little-endian floats per block. TEXT_MODELS is the working folder of
//! `train_cleaning.py`: every page uses the line model that was trained without its site.

use anyhow::Context;
use clippings::internals::clean::html::clean;
use clippings::internals::clean::training::{ModelFiles, html_features};
use clippings::internals::extract::html::read;
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (data, out, models) = match arguments.as_slice() {
        [data, out] => (data, out, None),
        [data, out, models] => (data, out, Some(Path::new(models))),
        _ => anyhow::bail!("usage: html_features DATA OUT [TEXT_MODELS]"),
    };
    let folds: HashMap<String, usize> = match models {
        Some(models) => serde_json::from_slice(&std::fs::read(models.join("folds.json"))?)?,
        None => HashMap::new(),
    };
    let mut rows = BufWriter::new(std::fs::File::create(format!("{out}.f32"))?);
    let mut pages = Vec::new();
    let mut clean_times = Vec::new();
    let mut read_total = 0.0;
    for path in pages_of(&Path::new(data).join("html"))? {
        let bytes = std::fs::read(&path)?;
        let source = String::from_utf8_lossy(&bytes);
        let start = Instant::now();
        let page = read(&source);
        let read_time = start.elapsed();
        let start = Instant::now();
        let cleaned = clean(&source);
        clean_times.push(start.elapsed().as_secs_f64() * 1e3);
        read_total += read_time.as_secs_f64() * 1e3;
        let set = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let id = format!("{set}/{}", path.file_stem().unwrap_or_default().to_string_lossy());
        let line_model = models
            .zip(folds.get(&id))
            .map(|(models, fold)| ModelFiles::read_fold(*fold, models))
            .transpose()?;
        let blocks = html_features(&page, line_model.as_ref()).context("the line model is invalid")?;
        for value in blocks.iter().flat_map(|(_, row)| row) {
            rows.write_all(&value.to_le_bytes())?;
        }
        pages.push(serde_json::json!({
            "id": id,
            "sizes": blocks.iter().map(|(size, _)| *size).collect::<Vec<f32>>(),
            "blocks": page.tree.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<&str>>(),
            "text": cleaned.article.body.text.as_str(),
            "found": cleaned.is_article,
            "title": cleaned.page_metadata.metadata.title,
        }));
    }
    serde_json::to_writer(BufWriter::new(std::fs::File::create(format!("{out}.json"))?), &pages)?;
    clean_times.sort_by(f64::total_cmp);
    let pages = clean_times.len().max(1) as f64;
    eprintln!(
        "{pages} pages, {:.2} ms a page (median {:.2}), of it {:.2} to read",
        clean_times.iter().sum::<f64>() / pages,
        clean_times.get(clean_times.len() / 2).copied().unwrap_or(0.0),
        read_total / pages
    );
    Ok(())
}

fn pages_of(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let html = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "html");
    Ok(files
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.into_path())
        .filter(html)
        .collect())
}
