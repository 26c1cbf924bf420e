//! How soon answers come: a set of queries run warm and cold, measured stage by stage.
//!
//! [`mix()`] draws a fair set of queries from an index itself; [`measure()`] runs one and makes a [`Report`] of it, which
//! can be saved and compared with another.

mod kind;
mod measure;
mod mix;
mod numbers;
mod report;
mod spread;

pub use kind::Kind;
pub use measure::{Plan, Print, measure};
pub use mix::{Question, mix};
pub use report::{Cold, Line, Report, Stages, Throughput, Warm};
pub use spread::{Histogram, Spread};
