//! Measures query latency, warm and cold and stage by stage, for `clippings bench`.
//!
//! [`sample_queries()`] draws a representative set of queries from an index; [`measure()`] runs a set and
//! returns a [`BenchReport`], which can be saved and compared with another.

mod measure;
mod percentiles;
mod query_kind;
mod report;
mod rng;
mod sample_queries;

pub use measure::{BenchPlan, measure};
pub use percentiles::{Histogram, Percentiles};
pub use query_kind::QueryKind;
pub use report::{BenchReport, KindResults, MeanTimes, SampleTimes, SqliteTimes};
pub use rng::Rng;
pub use sample_queries::{BenchQuery, sample_queries};
