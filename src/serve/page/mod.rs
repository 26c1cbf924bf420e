//! Pages: HTML from the server, complete without JavaScript.

pub(crate) mod assets;
pub(crate) mod layout;
pub(crate) mod results;
