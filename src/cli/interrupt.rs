//! Handles Ctrl-C and termination signals.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::cli::exit_code::INTERRUPTED;
use crate::cli::output::messages;

/// Returns a flag that is set on Ctrl-C or a termination signal. A second signal ends the program at once;
/// the index is then as it was at its last commit.
pub(crate) fn flag() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::<AtomicBool>::default();
        let handler_flag = Arc::clone(&flag);
        // If signals cannot be caught, they end the program, which is also safe.
        let _ = ctrlc::set_handler(move || {
            if handler_flag.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(INTERRUPTED));
            }
            messages::print("stopping; press Ctrl-C again to stop at once");
        });
        flag
    });
    Arc::clone(flag)
}
