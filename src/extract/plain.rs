//! Plain text: a block for every line, or for every paragraph where lines are wrapped.
