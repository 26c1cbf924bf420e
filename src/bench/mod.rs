//! How soon answers come: a set of queries run warm and cold, measured stage by stage.
//!
//! [`mix()`] draws a fair set of queries from an index itself; [`measure()`] runs one and makes a [`Report`] of it, which
//! can be saved and compared with another.

mod measure;
mod percentiles;
mod query_kind;
mod report;
mod rng;
mod sample_queries;

pub use measure::{Plan, measure};
pub use percentiles::{Histogram, Spread};
pub use query_kind::Kind;
pub use report::{Line, Report};
pub use sample_queries::{Question, mix};
