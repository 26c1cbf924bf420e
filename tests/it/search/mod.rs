//! Queries, answers and what is printed of them.

mod command;
mod languages;
mod marks;
mod output;
mod patterns;
mod query_language;
mod quotes;
mod seeds;
mod show;
