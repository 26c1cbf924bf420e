//! Saved searches: what is new to them.

mod command;
mod histories;
mod lists;
mod world;
