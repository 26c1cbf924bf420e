//! Cleaning: the command and the cases in `tests/cleaning`.

mod command;
mod html_cases;
mod text_cases;
