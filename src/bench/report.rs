//! Results of a measurement, as they are saved and compared.

use serde::{Deserialize, Serialize};

use crate::bench::percentiles::{Histogram, Percentiles};
use crate::bench::query_kind::QueryKind;
use crate::bench::sample_queries::BenchQuery;

/// Results of a measurement. Times are in microseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchReport {
    /// Version of the program that was measured.
    #[serde(rename = "program")]
    pub version: String,
    /// Number of articles in the index.
    pub articles: u64,
    /// Seed of the queries, if they were drawn from the index.
    pub seed: Option<u64>,
    /// Number of rounds over all queries before measuring.
    pub warm_up: usize,
    /// Number of measured rounds over all queries.
    pub repeats: usize,
    /// The queries, so that another run can use the same.
    #[serde(rename = "questions")]
    pub queries: Vec<BenchQuery>,
    /// Results for each kind of query, then for all queries.
    #[serde(rename = "lines")]
    pub results: Vec<KindResults>,
    /// Queries per second, by number of threads.
    pub throughput: Vec<Throughput>,
    /// Times in samples of the index and then in the whole, if they were measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub growth: Vec<SampleTimes>,
    /// Times of SQLite FTS5, if they were measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sqlite: Option<SqliteTimes>,
}

/// Times of warm queries in an index of a part of the articles, or of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleTimes {
    /// Number of articles.
    pub articles: u64,
    /// Times from the text of the query to the printed answer, for each kind of query and then for all.
    pub times: Vec<(Option<QueryKind>, Percentiles)>,
}

impl SampleTimes {
    /// Returns the warm times of a measurement.
    pub fn of(report: &BenchReport) -> Self {
        let times = report.results.iter().map(|results| (results.kind, results.warm.total));
        SampleTimes { articles: report.articles, times: times.collect() }
    }

    /// Returns the times for a kind of query, or for all queries if `kind` is `None`.
    pub fn times_of(&self, kind: Option<QueryKind>) -> Option<&Percentiles> {
        self.times.iter().find(|(of, _)| *of == kind).map(|(_, times)| times)
    }
}

/// Times of the same queries and the same articles in SQLite FTS5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SqliteTimes {
    /// Version of SQLite.
    pub version: String,
    /// Seconds to build the table from a script of SQL.
    pub build_seconds: f64,
    /// Size of the database in bytes.
    pub bytes: u64,
    /// Times for each kind of query that FTS5 has.
    pub kinds: Vec<MeanTimes>,
}

/// Mean times of the queries of one kind in microseconds, without snippets.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeanTimes {
    /// The kind.
    pub kind: QueryKind,
    /// Number of queries.
    pub queries: usize,
    /// Mean time in SQLite.
    pub sqlite: f64,
    /// Mean time in this program.
    pub clippings: f64,
}

/// Results for the queries of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KindResults {
    /// The kind, or `None` for all queries.
    pub kind: Option<QueryKind>,
    /// Number of queries.
    pub queries: usize,
    /// Median number of matching articles.
    #[serde(rename = "found")]
    pub hits: u64,
    /// Times of queries that follow each other in one process.
    pub warm: WarmTimes,
    /// Times of queries that each open the index, or `None` if not measured.
    pub cold: Option<ColdTimes>,
}

/// Times of queries that follow each other, with the index in memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WarmTimes {
    /// Time from the text of the query to the printed answer.
    #[serde(rename = "whole")]
    pub total: Percentiles,
    /// Lowest and highest median of a round: the noise between runs.
    pub rounds: (f64, f64),
    /// Times of the stages.
    pub stages: StageTimes,
    /// Histogram of the total times.
    pub histogram: Histogram,
}

/// Times of the stages of a query.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StageTimes {
    /// Parsing the query.
    pub parse: Percentiles,
    /// Matching, ranking and fetching the results.
    pub search: Percentiles,
    /// Choosing passages and highlighting matches.
    pub snippets: Percentiles,
    /// Printing the answer.
    pub output: Percentiles,
}

/// Times of queries that each open the index anew and, where the system allows it, read it from the disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColdTimes {
    /// Time from opening the index to the printed answer.
    #[serde(rename = "whole")]
    pub total: Percentiles,
    /// Time to open the index, part of the total.
    pub open: Percentiles,
    /// Whether the files of the index were dropped from the page cache before each query.
    pub from_disk: bool,
}

/// Queries per second with a number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// Number of threads.
    pub threads: usize,
    /// Median of the rounds.
    pub per_second: f64,
    /// Lowest and highest of the rounds.
    pub rounds: (f64, f64),
}

impl BenchReport {
    /// Returns the results for a kind of query, or for all queries if `kind` is `None`.
    pub fn results_of(&self, kind: Option<QueryKind>) -> Option<&KindResults> {
        self.results.iter().find(|results| results.kind == kind)
    }

    /// Returns whether both runs had the same queries and an index of the same size.
    pub fn is_comparable(&self, before: &BenchReport) -> bool {
        self.articles == before.articles && self.queries == before.queries
    }
}
