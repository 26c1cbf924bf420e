//! Decides which requests may pass: by address, host, origin and token. Pure: knows nothing of sockets.
