//! Exit codes.

/// The command found something, or did its work.
pub const SUCCESS: u8 = 0;
/// The search found nothing.
pub const NOTHING_FOUND: u8 = 1;
/// The command failed, or skipped something it could not read.
pub const FAILURE: u8 = 2;
/// Ctrl-C ended the command; shells report an interrupted program the same way.
pub const INTERRUPTED: u8 = 130;
