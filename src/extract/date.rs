//! Publication dates in the many ways sites write them.
