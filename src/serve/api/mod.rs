//! Handlers of the API under `/api/v1`.
