//! Exports of news databases: many stories in one text, each with the fields that the database knows of it.
//!
//! ProQuest, Nexis and Factiva put a cover before the stories, fields before and after the text of each, and
//! a copyright notice below. A story is a record of its own. What is neither its title nor its text is kept
//! as fields, so that nothing is lost.

mod database;
mod exported_story;
mod factiva;
mod factiva_tags;
mod labels;
mod lines;
mod nexis;
mod nexis_header;
mod proquest;
mod reader;
mod story;

pub use database::NewsDatabase;
pub(crate) use exported_story::ExportedStory;
pub(crate) use reader::ExportReader;

#[cfg(test)]
mod tests;
