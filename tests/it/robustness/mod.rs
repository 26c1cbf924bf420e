//! Broken input, and a program killed while it works.

mod bad_input;
mod broken_files;
mod html_pages;
mod killed;
