//! Features of feeds of other stories: a repeated pattern of lines, and headlines, which end without a stop.

use crate::clean::text::features::counts::{running_sums, until, window};
use crate::clean::text::features::feature_matrix::{FeatureWriter, log_bucket, share};
use crate::clean::text::line_stats::{EdgeChar, LineStats};
use crate::clean::text::page::TextPage;

/// Maximum number of lines of an entry in a feed.
const MAX_ENTRY_LINES: usize = 6;
/// Number of lines on either side that are compared with those one entry further on.
const REACH: usize = 9;

/// Writes the columns.
pub(crate) fn columns(writer: &mut FeatureWriter, page: &TextPage) {
    let (shares, lags) = periods(page);
    writer.write(shares.into_iter());
    writer.write(lags.into_iter());
    let headline_words = |stats: &LineStats| if is_headline(stats) { stats.words.min(40) } else { 0 };
    let (headline_words, all_words) = (
        running_sums(&page.stats.iter().map(headline_words).collect::<Vec<_>>()),
        running_sums(&page.stats.iter().map(|stats| stats.words).collect::<Vec<_>>()),
    );
    for reach in [6, 16] {
        writer.write(
            (0..page.len())
                .map(|index| share(window(&headline_words, index, reach), window(&all_words, index, reach))),
        );
    }
    let end_markers = page.trained_phrases().map(|phrase| phrase.is_some_and(|phrase| phrase.ends_article));
    writer.write(until(end_markers).into_iter());
}

/// Returns whether a line has the length and the end of a headline.
fn is_headline(stats: &LineStats) -> bool {
    (4..=40).contains(&stats.words)
        && matches!(
            stats.last,
            EdgeChar::Lower | EdgeChar::Upper | EdgeChar::Letter | EdgeChar::Digit | EdgeChar::Ellipsis
        )
}

/// For each line, finds the entry length at which most lines around it resemble the one an entry further on,
/// and returns the share of these lines and that length.
fn periods(page: &TextPage) -> (Vec<u8>, Vec<u8>) {
    let rows = page.len();
    let profiles: Vec<u16> = page.stats.iter().map(profile).collect();
    let (mut shares, mut lags) = (vec![0; rows], vec![0; rows]);
    let mut resembles = vec![0; rows];
    for lag in 2..=MAX_ENTRY_LINES {
        for (index, resembles) in resembles.iter_mut().enumerate() {
            // A line that also resembles its neighbor belongs to a list, not a feed.
            let is_same = |line: usize| profiles.get(line) == Some(&profiles[index]);
            *resembles = u32::from(is_same(index + lag) && !is_same(index + 1));
        }
        let resembling = running_sums(&resembles);
        for index in 0..rows {
            let share = share(window(&resembling, index, REACH), 2 * REACH as u32 + 1);
            if share > shares[index] {
                (shares[index], lags[index]) = (share, lag as u8);
            }
        }
    }
    (shares, lags)
}

/// Reduces a line to its rough length and the classes of its first and last character.
fn profile(stats: &LineStats) -> u16 {
    let length = log_bucket(stats.words).min(40);
    let length = match length {
        0..=3 => length,
        4..=6 => 4,
        7..=12 => 5,
        13..=24 => 6,
        _ => 7,
    };
    let first = if stats.first == EdgeChar::Lower { EdgeChar::Upper } else { stats.first };
    u16::from(length) << 8 | u16::from(first as u8) << 4 | u16::from(stats.last as u8)
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::repetition::*;
    use crate::clean::text::page::Gaps;
    use crate::extract::plain;

    fn periods_of(text: &str) -> (Vec<u8>, Vec<u8>) {
        let blocks = plain::blocks(text);
        periods(&TextPage::new(&blocks, Gaps::Lines(text)))
    }

    #[test]
    fn a_feed_has_a_period_and_a_list_has_none() {
        let entry = "Bridge closed again\nThe town says that the bridge over the river will be open to all \
                     when it is dry and has been looked at by an engineer.\n3 hours ago\n";
        let (shares, lags) = periods_of(&entry.repeat(8));
        assert!(shares[12] > 40 && lags[12] == 3, "{shares:?} {lags:?}");
        let (shares, _) = periods_of(&"One of the towns\n".repeat(20));
        assert!(shares.iter().all(|share| *share == 0));
    }
}
