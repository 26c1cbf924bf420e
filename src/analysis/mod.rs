//! THE analyzer: how text becomes words, for indexing, for queries and for highlighting alike.
//!
//! There is one chain and no other, so what is found can always be shown and what is shown could always be found.
//! [`TokenStream`] cuts text into words and folds them to the form in which they are compared; [`stem()`] takes a folded
//! word to the form its inflections share.
//!
//! ```
//! use clippings::analysis::tokenize;
//! let folded: Vec<_> = tokenize("“They’re in Kyiv’s F‑16 café”").map(|word| word.text).collect();
//! assert_eq!(folded, ["theyre", "in", "kyivs", "f", "16", "cafe"]);
//! ```

mod language;
mod normalize;
mod phonetic_key;
mod stem;
mod stop_words;
mod tokenizer;

pub use language::{Language, detect};
pub use normalize::{is_hebrew, is_typed_gershayim};
pub use phonetic_key::phonetic_key;
pub use stem::{Languages, stem, stem_prefix};
pub use stop_words::is_stop_word;
pub use tokenizer::bigrams::is_unspaced_letter;
pub use tokenizer::{MAX_WORD_BYTES, Token, TokenStream, tokenize};

/// Changes with every change of the chain; an index written by another analyzer is not searched but rebuilt.
pub const ANALYZER_VERSION: u32 = 6;
