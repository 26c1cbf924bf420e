//! Intervals of positions in an article, found one by one as the definition says.

use std::collections::HashMap;

use crate::analysis::AnalyzerVersion;
use crate::article::Document;
use crate::index::schema::unit_marks;
use crate::index::{ArticleTerms, PlacedTerm, SearchTarget, TermExtractor, TermKind};
use crate::search::remote::{RemoteField, RemoteSpans};

/// Number of positions between the body and the title.
const TITLE_GAP: u32 = 1_024;

/// First and last position.
type Interval = (u32, u32);

/// Positions of the terms of a part of an article.
pub(super) struct PlacedTerms(HashMap<(TermKind, String), Vec<u32>>);

impl PlacedTerms {
    /// Extracts the terms of `target`.
    pub(super) fn of(document: &Document, target: SearchTarget) -> Self {
        TermExtractor::new(AnalyzerVersion::CURRENT)
            .extract(document, |terms| PlacedTerms::of_target(terms, target))
    }

    fn of_target(terms: ArticleTerms<'_>, target: SearchTarget) -> Self {
        let ArticleTerms { mut body, title, title_marks, cut, path, site, author, .. } = terms;
        let terms = match target {
            SearchTarget::Article => {
                let start = body.last().map_or(0, |last| last.position + 1) + TITLE_GAP;
                let title = title.into_iter().chain(title_marks);
                body.extend(title.map(|term| PlacedTerm { position: start + term.position, ..term }));
                body
            }
            SearchTarget::Title => title,
            SearchTarget::Cut => cut,
            SearchTarget::Path => path,
            SearchTarget::Site => site,
            SearchTarget::Author => author,
            SearchTarget::Lang => Vec::new(),
        };
        let mut positions: HashMap<(TermKind, String), Vec<u32>> = HashMap::new();
        for term in terms {
            positions.entry((term.kind, term.text.to_owned())).or_default().push(term.position);
        }
        PlacedTerms(positions)
    }

    /// Returns the minimal intervals.
    pub(super) fn intervals(&self, spans: &RemoteSpans) -> Vec<Interval> {
        let found = match spans {
            RemoteSpans::Terms(terms) => {
                let positions = |(field, term): &(RemoteField, String)| self.positions(*field, term);
                terms.iter().flat_map(positions).map(|position| (position, position)).collect()
            }
            RemoteSpans::AnyOf(parts) => parts.iter().flat_map(|part| self.intervals(part)).collect(),
            RemoteSpans::Ordered { parts, max_gaps } => {
                let follows = |before: &Interval, next: &Interval| before.1 < next.0;
                self.combinations(parts, *max_gaps, &follows)
            }
            RemoteSpans::Window { parts, max_gaps } => self.combinations(parts, *max_gaps, &|_, _| true),
            RemoteSpans::Within(spans, unit) => {
                let [begin, end] = unit_marks(*unit).map(|mark| self.of_kind(TermKind::Mark, &mark));
                let of_one_word = self.of_kind(TermKind::Mark, &unit.to_string()).into_iter();
                let of_one_word = of_one_word.map(|position| (position, position));
                let units: Vec<Interval> = begin.into_iter().zip(end).chain(of_one_word).collect();
                let is_in_unit =
                    |(first, last): &Interval| units.iter().any(|(begin, end)| begin <= first && last <= end);
                self.intervals(spans).into_iter().filter(is_in_unit).collect()
            }
        };
        minimal(found)
    }

    fn positions(&self, field: RemoteField, term: &str) -> Vec<u32> {
        match field {
            RemoteField::Words(_) => self.of_kind(TermKind::Token, term),
            RemoteField::Stems(_) => self.of_kind(TermKind::Stem, term),
            RemoteField::StopStems(_) => self.of_kind(TermKind::StopStem, term),
            _ => Vec::new(),
        }
    }

    fn of_kind(&self, kind: TermKind, term: &str) -> Vec<u32> {
        self.0.get(&(kind, term.to_owned())).cloned().unwrap_or_default()
    }

    /// Returns what one interval of each part covers, if that is minimal and has few enough gaps.
    fn combinations(
        &self,
        parts: &[RemoteSpans],
        max_gaps: Option<u32>,
        follows: &dyn Fn(&Interval, &Interval) -> bool,
    ) -> Vec<Interval> {
        let mut chosen: Vec<Vec<Interval>> = vec![Vec::new()];
        for part in parts {
            let intervals = self.intervals(part);
            let longer = chosen.iter().flat_map(|before| {
                let next =
                    intervals.iter().filter(|next| before.last().is_none_or(|last| follows(last, next)));
                next.map(|next| [before.as_slice(), &[*next]].concat())
            });
            chosen = longer.collect();
        }
        let covered = |chosen: &Vec<Interval>| {
            let first = chosen.iter().map(|interval| interval.0).min()?;
            let last = chosen.iter().map(|interval| interval.1).max()?;
            let words: u32 = chosen.iter().map(|(first, last)| last - first + 1).sum();
            Some(((first, last), (last - first + 1).saturating_sub(words)))
        };
        let covered: Vec<(Interval, u32)> = chosen.iter().filter_map(covered).collect();
        let shortest = minimal(covered.iter().map(|(interval, _)| *interval).collect());
        let is_near = |gaps: u32| max_gaps.is_none_or(|max| gaps <= max);
        let near =
            covered.into_iter().filter(|(interval, gaps)| shortest.contains(interval) && is_near(*gaps));
        near.map(|(interval, _)| interval).collect()
    }
}

/// Returns each of the intervals that contain no other.
fn minimal(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    intervals.dedup();
    let contains = |a: &Interval, b: &Interval| a != b && a.0 <= b.0 && b.1 <= a.1;
    let is_minimal = |interval: &&Interval| !intervals.iter().any(|other| contains(interval, other));
    intervals.iter().filter(is_minimal).copied().collect()
}
