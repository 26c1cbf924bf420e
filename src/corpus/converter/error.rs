//! The reasons a program has not turned a file into text.

use std::io;

use crate::error::os_error_message;

/// Number of characters of the error output in a message.
const MAX_MESSAGE_CHARS: usize = 160;

/// The reason a program has not turned a file into text.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum ConverterError {
    /// The program cannot be started, or nothing can be read from it.
    #[error("{program} cannot be started: {reason}")]
    Start {
        /// Name of the program.
        program: String,
        /// Reason in the words of the system.
        reason: String,
    },
    /// The program ended with an exit code other than 0.
    #[error("{program} failed with exit code {code}{}", after_colon(.message))]
    Failed {
        /// Name of the program.
        program: String,
        /// Exit code.
        code: i32,
        /// First line of its error output.
        message: Option<String>,
    },
    /// A signal ended the program.
    #[error("{program} was killed by signal {signal}{}", after_colon(.message))]
    Killed {
        /// Name of the program.
        program: String,
        /// Number of the signal.
        signal: i32,
        /// First line of its error output.
        message: Option<String>,
    },
    /// The program took too long and was killed.
    #[error("{program} was killed after {seconds} seconds")]
    TimedOut {
        /// Name of the program.
        program: String,
        /// Limit in seconds.
        seconds: f32,
    },
    /// The program printed too much and was killed.
    #[error("{program} printed more than the limit of {megabytes} MB")]
    TooMuchOutput {
        /// Name of the program.
        program: String,
        /// Limit in megabytes.
        megabytes: u64,
    },
    /// The program printed nothing, or no text.
    #[error("{program} printed no text{}", after_colon(.reason))]
    NoText {
        /// Name of the program.
        program: String,
        /// Description of the output, if there is any.
        reason: Option<String>,
    },
    /// The run was to stop.
    #[error("stopped")]
    Stopped,
}

impl ConverterError {
    /// Returns the error of a program that the system does not start.
    pub(super) fn start(program: String, error: &io::Error) -> Self {
        ConverterError::Start { program, reason: os_error_message(error) }
    }

    /// Returns the first line with text of an error output, without what a terminal would obey.
    pub(super) fn first_line(errors: &[u8]) -> Option<String> {
        let errors = String::from_utf8_lossy(errors);
        let line = errors.lines().map(str::trim).find(|line| !line.is_empty())?;
        let line: String = line.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE_CHARS).collect();
        (!line.is_empty()).then_some(line)
    }
}

fn after_colon(message: &Option<String>) -> String {
    message.as_ref().map(|message| format!(": {message}")).unwrap_or_default()
}
