//! The commands, one file each, in folders by kind.

pub(crate) mod indexing;
pub(crate) mod program;
pub(crate) mod saved;
pub(crate) mod search;
