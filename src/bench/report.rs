//! What a measurement found, as it is saved and compared.

use serde::{Deserialize, Serialize};

use crate::bench::percentiles::{Histogram, Spread};
use crate::bench::query_kind::Kind;
use crate::bench::sample_queries::Question;

/// What a measurement found. Times are in microseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of the program that was measured.
    pub program: String,
    /// How many articles the index has.
    pub articles: u64,
    /// The seed of the queries, where they were drawn from the index.
    pub seed: Option<u64>,
    /// Rounds over all queries that were not counted.
    pub warm_up: usize,
    /// Rounds over all queries that were.
    pub repeats: usize,
    /// The queries, so that another run can ask the same.
    pub questions: Vec<Question>,
    /// A line for each kind of query, and one for all of them.
    pub lines: Vec<Line>,
    /// Queries a second.
    pub throughput: Vec<Throughput>,
}

/// How queries of one kind fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The kind; `None` for all together.
    pub kind: Option<Kind>,
    /// How many queries.
    pub queries: usize,
    /// How many articles they found, in the middle.
    pub found: u64,
    /// One after the other in one process.
    pub warm: Warm,
    /// Each for itself; `None` where that was not measured.
    pub cold: Option<Cold>,
}

/// Answers that follow others, everything in memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warm {
    /// From the text of the query to the printed answer.
    pub whole: Spread,
    /// The lowest and the highest median of a round: how far one run may lie from another.
    pub rounds: (f64, f64),
    /// The stages of it.
    pub stages: Stages,
    /// How many answers took how long.
    pub histogram: Histogram,
}

/// The stages of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stages {
    /// Understanding the query.
    pub parse: Spread,
    /// Finding and ranking, and fetching what is shown.
    pub search: Spread,
    /// Choosing sentences and marking what matched.
    pub snippets: Spread,
    /// Printing it.
    pub output: Spread,
}

/// Answers that are each the first: the index opened anew, and where the system allows it, read from the disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cold {
    /// From opening the index to the printed answer.
    pub whole: Spread,
    /// Of it, opening the index.
    pub open: Spread,
    /// Whether the files of the index were out of memory.
    pub from_disk: bool,
}

/// Queries a second with so many threads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// How many threads asked.
    pub threads: usize,
    /// How many answers a second, in the middle of the rounds.
    pub per_second: f64,
    /// The fewest and the most in a round.
    pub rounds: (f64, f64),
}

impl Report {
    /// The line of that kind.
    pub fn line(&self, kind: Option<Kind>) -> Option<&Line> {
        self.lines.iter().find(|line| line.kind == kind)
    }

    /// Whether both asked the same of an index of the same size, so that their times can be compared.
    pub fn asks_the_same(&self, other: &Report) -> bool {
        self.articles == other.articles && self.questions == other.questions
    }
}
