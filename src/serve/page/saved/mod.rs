//! The page of saved searches: what is new to each.
//!
//! Showing the page marks nothing: a form marks what it has shown.

mod action;
mod archive;
mod changes;
mod list;
mod news;
#[cfg(test)]
mod tests;

pub(crate) use changes::post;
pub(crate) use list::get;
