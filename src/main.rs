//! The binary: read the command line, run, turn the outcome into an exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic is a fault of ours; whoever meets it gets one line and not a backtrace.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(|| cli::run(std::env::args_os()));
    match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if cli::messages::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            cli::messages::error(&error);
            ExitCode::from(2)
        }
        Err(_) => {
            cli::messages::say("internal error: this is a fault of clippings, please report it");
            ExitCode::from(2)
        }
    }
}
