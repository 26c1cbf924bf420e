//! The commands, one file each, in folders by kind.

pub(crate) mod archive;
pub(crate) mod program;
pub(crate) mod search;
