//! Handles Ctrl-C and termination signals.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
#[cfg(feature = "serve")]
use std::sync::{Mutex, PoisonError};

use clippings::internals::corpus::kill_running_programs;

use crate::cli::exit_code::INTERRUPTED;
use crate::cli::output::messages;

/// Returns a flag that is set on Ctrl-C or a termination signal. A second signal ends the program at once;
/// the index is then as it was at its last commit.
pub(crate) fn flag() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::<AtomicBool>::default();
        let handler_flag = Arc::clone(&flag);
        on_signal(move || {
            if handler_flag.swap(true, Ordering::Relaxed) {
                kill_running_programs();
                std::process::exit(i32::from(INTERRUPTED));
            }
            messages::print("stopping; press Ctrl-C again to stop at once");
            #[cfg(feature = "serve")]
            if let Some(listener) = LISTENER.lock().unwrap_or_else(PoisonError::into_inner).take() {
                listener();
            }
        });
        flag
    });
    Arc::clone(flag)
}

/// Function to call on the first signal.
#[cfg(feature = "serve")]
static LISTENER: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Calls `listener` on Ctrl-C or a termination signal, in another thread. A second signal ends the program at
/// once.
#[cfg(feature = "serve")]
pub(crate) fn on_stop(listener: impl FnOnce() + Send + 'static) {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(listener));
    flag();
}

/// Calls `handle` on each signal, in a thread of its own. If signals cannot be caught, they end the program,
/// which is also safe.
#[cfg(unix)]
fn on_signal(handle: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = vec![SIGINT, SIGTERM];
    // `nohup` ignores it, and means it.
    if !ignores(SIGHUP) {
        signals.push(SIGHUP);
    }
    let Ok(mut signals) = signal_hook::iterator::Signals::new(signals) else { return };
    // Without a thread, the next signal is not heard.
    let thread = std::thread::Builder::new().name("signals".into());
    let _ = thread.spawn(move || signals.forever().for_each(|_| handle()));
}

#[cfg(not(unix))]
fn on_signal(handle: impl Fn() + Send + 'static) {
    let _ = ctrlc::set_handler(handle);
}

/// Returns whether the program was started with a signal ignored, where the system tells.
#[cfg(unix)]
fn ignores(signal: i32) -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| has_ignored(&status, signal))
}

/// Returns whether the status of a process says that it ignores a signal.
#[cfg(unix)]
fn has_ignored(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(all(test, unix))]
mod tests {
    use crate::cli::interrupt::*;

    #[test]
    fn ignored_signals_are_bits_of_a_mask() {
        let status = "Name:\tclippings\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
        assert!(has_ignored(status, 1) && has_ignored(status, 13));
        assert!(!has_ignored(status, 2) && !has_ignored("", 1));
    }
}
