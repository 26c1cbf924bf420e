//! Labels for the blocks of a plain text.

pub(crate) mod bylines;
pub(crate) mod char_class;
pub(crate) mod consent;
pub(crate) mod features;
pub(crate) mod gbdt;
pub(crate) mod label_blocks;
pub(crate) mod label_passes;
pub(crate) mod labeler;
pub(crate) mod lexicon;
pub(crate) mod line_rules;
pub(crate) mod line_scanner;
pub(crate) mod line_stats;
pub(crate) mod page;
pub(crate) mod server_messages;
pub(crate) mod smoothing;
pub(crate) mod stock_lines;
pub(crate) mod title;
