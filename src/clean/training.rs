//! Features and models for the training scripts in `eval/`: exactly the columns that the models see.

use crate::clean::article::Article;
use crate::clean::html;
use crate::clean::html::forest::Forest;
use crate::clean::html::{CleanedPage, PageModels, clean_with_models};
use crate::clean::options::SourceContext;
use crate::clean::text::features::word_weights::WordWeights;
use crate::clean::text::gbdt::LineModel;
use crate::clean::text::label_blocks::label_blocks_with;
use crate::clean::text::lexicon::stock_phrases::StockPhrases;
use crate::clean::text::lexicon::word_hash::without_function_flag;
use crate::clean::text::line_scanner::hash_word;
use crate::clean::text::page::{Gaps, TextPage};
use crate::clean::text::{char_class, features};
use crate::extract::plain;
use crate::text::LineIndex;
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// The files of a line model as the training script writes them.
pub struct ModelFiles {
    /// Trees for pages whose words are known.
    pub word_trees: Vec<u8>,
    /// Trees for all other pages.
    pub form_trees: Vec<u8>,
    /// Table of word weights.
    pub word_weights: String,
}

impl ModelFiles {
    /// Reads the files in the working folder of `train_cleaning.py` that were fitted without the pages of
    /// `fold`.
    ///
    /// # Errors
    /// If a file is missing or unreadable.
    pub fn read_fold(fold: usize, folder: &Path) -> io::Result<ModelFiles> {
        let file = |name| folder.join(format!("fold{fold}.{name}"));
        Ok(ModelFiles {
            word_trees: std::fs::read(file("line_model_words.bin"))?,
            form_trees: std::fs::read(file("line_model_form.bin"))?,
            word_weights: std::fs::read_to_string(file("word_weights.tsv"))?,
        })
    }

    /// Parses the model.
    fn parse(&self) -> Option<LineModel> {
        LineModel::parse(&self.word_trees, &self.form_trees, &self.word_weights)
    }
}

/// The features of one page.
pub struct PageFeatures {
    /// First and last source line of each block, from 1.
    pub lines: Vec<(u32, u32)>,
    /// Feature columns, one byte per block.
    pub columns: Vec<Vec<u8>>,
    /// Number of words of each block.
    pub words: Vec<u32>,
}

/// Returns the lists of stock phrases packed, as `data/clean/phrases.bin` has them.
pub fn pack_phrases() -> Vec<u8> {
    StockPhrases::build().pack()
}

/// Returns the features of a text, with the word weights of the table `word_weights` or the built-in ones;
/// `None` if the table cannot be parsed.
pub fn text_features(source: &str, word_weights: Option<&str>) -> Option<PageFeatures> {
    let word_weights = word_weights.map_or_else(|| Some(WordWeights::built_in()), WordWeights::parse)?;
    let blocks = plain::blocks(source);
    let index = LineIndex::new(source);
    let page = TextPage::new(&blocks, Gaps::Lines(source));
    let span = |block: &crate::extract::Block| {
        let span = block.text.origin_span();
        (index.line(span.start), index.line(span.end.saturating_sub(1)))
    };
    let columns = features::columns(&page, word_weights.log_odds(&page).as_deref());
    Some(PageFeatures {
        lines: blocks.iter().map(span).collect(),
        columns: (0..features::COUNT).map(|column| columns.shifted(column, 0).to_vec()).collect(),
        words: page.stats.iter().map(|stats| stats.words).collect(),
    })
}

/// Returns the words of each block as the table of word weights spells them; `?` for a word without a
/// spelling.
pub fn block_words(source: &str) -> Vec<Vec<String>> {
    let blocks = plain::blocks(source);
    let page = TextPage::new(&blocks, Gaps::Lines(source));
    let spell = |index| {
        let spellings: HashMap<u64, String> =
            spellings(page.text(index)).map(|word| (hash_word(&word), word)).collect();
        let spelled =
            |hash: &u64| spellings.get(&without_function_flag(*hash)).map_or("?", String::as_str).to_owned();
        page.words(index).iter().map(spelled).collect()
    };
    (0..page.len()).map(spell).collect()
}

/// Lists the candidate spellings of the words of a text: runs of letters and digits, lower case, all digits
/// as `0`, without apostrophes; in scripts without spaces also every single character and every two.
fn spellings(text: &str) -> impl Iterator<Item = String> {
    let normalize = |c: char| match c {
        '0'..='9' => Some('0'),
        _ => c.is_alphanumeric().then(|| char_class::wide_class(c).1),
    };
    let chunks = text.split(|c: char| !c.is_alphanumeric() && !"'’‘".contains(c));
    chunks.flat_map(move |chunk| {
        let mut characters: Vec<char> = chunk.chars().filter_map(normalize).collect();
        if characters.iter().all(|c| *c == '0') {
            characters.truncate(1); // All numbers are one word.
        }
        let unspaced = characters.iter().any(|c| char_class::is_unspaced(*c));
        let mut words = vec![characters.iter().collect::<String>()];
        if unspaced {
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

/// Cleans a text with other models than the built-in ones; `None` if they cannot be parsed.
pub fn clean_text_with(source: &str, models: &ModelFiles) -> Option<Article> {
    let blocks = plain::blocks(source);
    let page_labels =
        label_blocks_with(&blocks, Gaps::Lines(source), &SourceContext::default(), &models.parse()?);
    Some(Article::new(source, &LineIndex::new(source), &blocks, &page_labels.labels, page_labels.metadata))
}

/// Cleans an HTML page with other models than the built-in ones: the line model, then the forest; `None` if
/// the line model cannot be parsed.
pub fn clean_html_with(source: &str, text: &ModelFiles, html: &str) -> Option<CleanedPage> {
    let (text, html) = (text.parse()?, Forest::parse(html));
    Some(clean_with_models(source, &SourceContext::default(), PageModels { text: &text, html: &html }))
}

/// Returns size and features of every block of an HTML page. `text` is the line model to use instead of the
/// built-in one; `None` if it cannot be parsed.
pub fn html_features(
    page: &crate::extract::html::Page,
    text: Option<&ModelFiles>,
) -> Option<Vec<(f32, Vec<f32>)>> {
    match text {
        Some(models) => Some(html::block_features(page, &models.parse()?)),
        None => Some(html::block_features(page, LineModel::get())),
    }
}
