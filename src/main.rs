//! Entry point: parses the command line, runs the command, and sets the exit code.

// These two macros panic if the pipe is closed.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod cli;

use std::panic::PanicHookInfo;
use std::process::ExitCode;
use std::sync::Mutex;

use crate::cli::exit_code::{FAILURE, INTERRUPTED, SUCCESS};
use crate::cli::output::messages;

/// Message and location of the last panic.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    // A panic is a bug. The user sees one line to report instead of a backtrace.
    std::panic::set_hook(Box::new(store_panic));
    let code = match std::panic::catch_unwind(|| cli::run(std::env::args_os())) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if messages::is_broken_pipe(&error) => SUCCESS,
        Ok(Err(error)) => {
            messages::print_error(&error);
            if messages::is_stopped(&error) { INTERRUPTED } else { FAILURE }
        }
        Err(_) => {
            let panic = LAST_PANIC.lock().map(|panic| panic.clone()).unwrap_or_default();
            messages::print(&format!(
                "internal error ({panic}): this is a bug in clippings, please report it"
            ));
            FAILURE
        }
    };
    ExitCode::from(code)
}

/// Stores the location and the first line of the message of a panic.
fn store_panic(info: &PanicHookInfo<'_>) {
    let location = info.location().map(|location| format!("{}:{}", location.file(), location.line()));
    let message = info.payload().downcast_ref::<&str>().copied();
    let message = message.or_else(|| info.payload().downcast_ref::<String>().map(String::as_str));
    if let Ok(mut last_panic) = LAST_PANIC.lock() {
        *last_panic = format!(
            "{}: {}",
            location.unwrap_or_default(),
            message.and_then(|message| message.lines().next()).unwrap_or_default()
        );
    }
}
