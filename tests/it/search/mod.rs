//! Queries, their results, and the output.

mod bounds;
mod command;
mod compounds;
mod copied_words;
mod facets;
mod foreign;
mod free_text;
mod hostile_queries;
mod languages;
mod letters;
mod marks;
mod names;
mod names_spelled;
mod near_misses;
mod output;
mod patterns;
mod query_language;
mod quotations;
mod quotes;
mod seeds;
mod show;
mod sources;
mod spellings;
mod unjoined;
mod verify;
mod verify_bounds;
