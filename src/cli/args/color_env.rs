//! Variables that tell when to print colors.

use std::io::IsTerminal;

/// Returns whether `CLICOLOR_FORCE` is 0, which anstream takes for any other value, and standard output is no
/// terminal that shows colors.
pub(crate) fn forces_nothing() -> bool {
    is_zero("CLICOLOR_FORCE") && !terminal_has_colors()
}

/// Returns whether standard output is a terminal that shows colors.
fn terminal_has_colors() -> bool {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    std::io::stdout().is_terminal() && !is_dumb && !is_zero("CLICOLOR")
}

fn is_zero(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| value == "0")
}
