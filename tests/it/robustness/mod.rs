//! Invalid input, and runs that are killed.

mod bad_input;
mod broken_files;
mod damaged_files;
mod flips;
#[cfg(unix)]
mod hostile_files;
#[cfg(unix)]
mod hostile_filters;
mod hostile_index;
mod html_pages;
mod killed;
#[cfg(unix)]
mod said_truly;
#[cfg(unix)]
mod special_files;
#[cfg(target_os = "linux")]
mod system_calls;
#[cfg(target_os = "linux")]
mod system_limits;
