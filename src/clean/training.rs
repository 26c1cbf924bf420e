//! What the training scripts in `eval/` read: the very columns the model sees.

use crate::clean::article::Article;
use crate::clean::html;
use crate::clean::html::forest::Forest;
use crate::clean::html::{CleanedPage, PageModels, clean_with_models};
use crate::clean::options::SourceContext;
use crate::clean::text::features::word_weights::WordWeights;
use crate::clean::text::gbdt::LineModel;
use crate::clean::text::label_blocks::label_blocks_with;
use crate::clean::text::line_stats::hash_word;
use crate::clean::text::page::{Gaps, TextPage};
use crate::clean::text::{char_class, features};
use crate::extract::plain;
use crate::text::LineIndex;
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// The line model as the scripts write it: its trees, and the worth of words.
pub struct ModelFiles {
    /// The trees for pages whose words are known.
    pub by_words: Vec<u8>,
    /// Those for all others.
    pub by_form: Vec<u8>,
    /// The words.
    pub wording: String,
}

impl ModelFiles {
    /// The tables in the working folder of `train_cleaning.py` that were made without the pages of a fold.
    ///
    /// # Errors
    /// When one is not there.
    pub fn without(fold: usize, folder: &Path) -> io::Result<ModelFiles> {
        let file = |end| folder.join(format!("fold{fold}.{end}"));
        Ok(ModelFiles {
            by_words: std::fs::read(file("line_model_words.bin"))?,
            by_form: std::fs::read(file("line_model_form.bin"))?,
            wording: std::fs::read_to_string(file("word_weights.tsv"))?,
        })
    }

    fn read(&self) -> Option<LineModel> {
        LineModel::read(&self.by_words, &self.by_form, &self.wording)
    }
}

/// The features of one page as the scripts want them.
pub struct PageFeatures {
    /// The lines of the source, counted from 1, that each block covers: first and last.
    pub lines: Vec<(u32, u32)>,
    /// The columns, one after the other, a byte a block.
    pub columns: Vec<Vec<u8>>,
    /// The words of each block.
    pub words: Vec<u32>,
}

/// The features of a text, with those of words by the table `wording` or by the one that is built in; `None` when it cannot
/// be read.
pub fn rows(source: &str, wording: Option<&str>) -> Option<PageFeatures> {
    let wording = wording.map_or_else(|| Some(WordWeights::built_in()), WordWeights::read)?;
    let blocks = plain::blocks(source);
    let index = LineIndex::new(source);
    let page = TextPage::new(&blocks, Gaps::Lines(source));
    let span = |block: &crate::extract::Block| {
        let span = block.text.origin_span();
        (index.line(span.start), index.line(span.end.saturating_sub(1)))
    };
    let columns = features::columns(&page, wording.log_odds(&page).as_deref());
    Some(PageFeatures {
        lines: blocks.iter().map(span).collect(),
        columns: (0..features::COUNT).map(|column| columns.shifted(column, 0).to_vec()).collect(),
        words: page.shapes.iter().map(|shape| shape.words).collect(),
    })
}

/// The words of each block of a text as a table of words spells them; what cannot be spelled is `?`.
pub fn words(source: &str) -> Vec<Vec<String>> {
    let blocks = plain::blocks(source);
    let page = TextPage::new(&blocks, Gaps::Lines(source));
    let spell = |index| {
        let known: HashMap<u64, String> =
            spellings(page.text(index)).map(|word| (hash_word(&word), word)).collect();
        let spelled = |hash: &u64| known.get(&(hash & !2)).map_or("?", String::as_str).to_owned();
        page.words(index).iter().map(spelled).collect()
    };
    (0..page.len()).map(spell).collect()
}

/// What may be the words of a text: letters and digits in a row, small, whatever the digits and without apostrophes; of
/// scripts without spaces every two characters, from either of them on.
fn spellings(text: &str) -> impl Iterator<Item = String> {
    let plain = |c: char| match c {
        '0'..='9' => Some('0'),
        _ => c.is_alphanumeric().then(|| char_class::wide_class(c).1),
    };
    let pieces = text.split(|c: char| !c.is_alphanumeric() && !"'’‘".contains(c));
    pieces.flat_map(move |piece| {
        let mut characters: Vec<char> = piece.chars().filter_map(plain).collect();
        if characters.iter().all(|c| *c == '0') {
            characters.truncate(1); // Numbers are all alike.
        }
        let pairs = characters.iter().any(|c| char_class::is_unspaced(*c));
        let mut words = vec![characters.iter().collect::<String>()];
        if pairs {
            words.extend(
                [1, 2]
                    .iter()
                    .flat_map(|length| characters.windows(*length))
                    .map(|pair| pair.iter().collect()),
            );
        }
        words
    })
}

/// Cleans a text by other tables than those built in; `None` when they cannot be read.
pub fn clean_text_with(source: &str, tables: &ModelFiles) -> Option<Article> {
    let blocks = plain::blocks(source);
    let judged = label_blocks_with(&blocks, Gaps::Lines(source), &SourceContext::default(), &tables.read()?);
    Some(Article::new(source, &LineIndex::new(source), &blocks, &judged.labels, judged.metadata))
}

/// Cleans an HTML page by other tables than those built in: that of the line model, then that of the forest.
pub fn clean_html_with(source: &str, text: &ModelFiles, html: &str) -> Option<CleanedPage> {
    let (text, html) = (text.read()?, Forest::parse(html));
    Some(clean_with_models(source, &SourceContext::default(), PageModels { text: &text, html: &html }))
}

/// What the training script needs of an HTML page: for every block its size and its features. `text` are the tables of the
/// line model; `None` when they cannot be read, and the built-in one where there is none.
pub fn html_rows(
    page: &crate::extract::html::Page,
    text: Option<&ModelFiles>,
) -> Option<Vec<(f32, Vec<f32>)>> {
    match text {
        Some(tables) => Some(html::training_rows(page, &tables.read()?)),
        None => Some(html::training_rows(page, LineModel::get())),
    }
}
