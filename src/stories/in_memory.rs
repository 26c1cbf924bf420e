//! Finds the stories of texts in memory, without an index: for measuring what counts as a copy.

use std::cell::RefCell;
use std::convert::Infallible;

use rustc_hash::FxHashMap;

use crate::analysis::{AnalyzerVersion, Language};
use crate::quote::find_quotations;
use crate::stories::Day;
use crate::stories::candidates::{Sketches, candidates};
use crate::stories::grouping::{CopyPair, StoryGroup, group};
use crate::stories::overlap::Overlap;
use crate::stories::shingles::{Shingles, StoryWord};
use crate::stories::sketch::{Sketch, SketchBuilder};
use crate::stories::words::story_words;

/// A text to compare.
#[derive(Debug, Clone)]
pub struct TextOfStory {
    /// Body of the article.
    pub text: String,
    /// Language of the text.
    pub language: Language,
    /// Day of publication, in days since 1970.
    pub day: Option<Day>,
}

struct InMemory<'t> {
    texts: &'t [TextOfStory],
    sketches: Vec<Sketch>,
}

impl Sketches for InMemory<'_> {
    fn len(&self) -> u32 {
        self.texts.len() as u32
    }

    fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
        for (article, sketch) in (0..).zip(&self.sketches) {
            sketch.values.iter().for_each(|value| visit(article, *value));
        }
    }

    fn num_values(&self, article: u32) -> u32 {
        self.sketches[article as usize].values.len() as u32
    }

    fn day(&self, article: u32) -> Option<Day> {
        self.texts[article as usize].day
    }
}

/// Returns the stories of `texts`, each as the numbers of its articles, the representative first, and every
/// pair that was compared with its overlap.
pub fn stories_of_texts(texts: &[TextOfStory]) -> (Vec<Vec<u32>>, Vec<(u32, u32, [u16; 4])>) {
    let sketches = texts.iter().map(|text| {
        let mut builder = SketchBuilder::default();
        words(text).into_iter().for_each(|word| builder.push(word.hash));
        builder.finish()
    });
    let in_memory = InMemory { texts, sketches: sketches.collect() };
    let shingles: RefCell<FxHashMap<u32, Shingles>> = RefCell::default();
    let overlap = |a: u32, b: u32| {
        let mut shingles = shingles.borrow_mut();
        for article in [a, b] {
            shingles
                .entry(article)
                .or_insert_with(|| Shingles::of(words(&texts[article as usize]).into_iter()));
        }
        Overlap::between(&shingles[&a], &shingles[&b])
    };
    let mut compared = Vec::new();
    let mut pairs = Vec::new();
    for (a, b) in candidates(&in_memory) {
        let found = overlap(a, b);
        compared.push((a, b, [found.containment, found.resemblance, found.facts, found.lead]));
        if found.is_copy((in_memory.day(a), in_memory.day(b))) {
            pairs.push(CopyPair { articles: (a, b), strength: found.strength() });
        }
    }
    let stories = group(&pairs, |a, b| Ok::<_, Infallible>(overlap(a, b).are_related()));
    let Ok(stories) = stories;
    let numbers = |story: StoryGroup| [&[story.representative][..], &story.copies, &story.guests].concat();
    (stories.into_iter().map(numbers).collect(), compared)
}

/// Returns the words of a text with its quotations.
fn words(text: &TextOfStory) -> Vec<StoryWord> {
    let quotations = find_quotations(&text.text, text.language).into_iter().map(|quotation| quotation.range);
    let quotations: Vec<_> = quotations.collect();
    story_words(AnalyzerVersion::CURRENT, &text.text, text.language, &quotations).collect()
}
