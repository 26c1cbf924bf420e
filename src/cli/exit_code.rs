//! Exit codes.

/// The command found something, or did its work.
pub(crate) const SUCCESS: u8 = 0;
/// The search found nothing.
pub(crate) const NOTHING_FOUND: u8 = 1;
/// The command failed, or skipped something it could not read.
pub(crate) const FAILURE: u8 = 2;
/// Ctrl-C ended the command; shells report an interrupted program the same way.
pub(crate) const INTERRUPTED: u8 = 130;
