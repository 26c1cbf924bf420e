//! Signs of a feed of other stories: one pattern of lines over and over, and headlines, which end without a stop.

use crate::clean::text::features::counts::{sums, until, window};
use crate::clean::text::features::feature_matrix::{FeatureWriter, log_bucket, share};
use crate::clean::text::line_stats::{EdgeChar, LineStats};
use crate::clean::text::page::TextPage;

/// An entry of a feed has at most so many lines.
const LONGEST: usize = 6;
/// So many lines either side are held against those an entry further on.
const REACH: usize = 9;

/// Writes the columns.
pub fn columns(writer: &mut FeatureWriter, page: &TextPage) {
    let (shares, lags) = periods(page);
    writer.write(shares.into_iter());
    writer.write(lags.into_iter());
    let open = |shape: &LineStats| if is_open(shape) { shape.words.min(40) } else { 0 };
    let (open, all) = (
        sums(&page.shapes.iter().map(open).collect::<Vec<_>>()),
        sums(&page.shapes.iter().map(|shape| shape.words).collect::<Vec<_>>()),
    );
    for reach in [6, 16] {
        writer.write(
            (0..page.len()).map(|index| share(window(&open, index, reach), window(&all, index, reach))),
        );
    }
    let marker = page.phrases.iter().map(|phrase| phrase.is_some_and(|phrase| phrase.ends_article));
    writer.write(until(marker).into_iter());
}

/// Whether a line is long enough for a headline and ends like one.
fn is_open(shape: &LineStats) -> bool {
    (4..=40).contains(&shape.words)
        && matches!(
            shape.last,
            EdgeChar::Lower | EdgeChar::Upper | EdgeChar::Letter | EdgeChar::Digit | EdgeChar::Ellipsis
        )
}

/// For each line the share of lines around it that look like the one an entry further on, for the length of entry
/// that fits best, and that length.
fn periods(page: &TextPage) -> (Vec<u8>, Vec<u8>) {
    let rows = page.len();
    let looks: Vec<u16> = page.shapes.iter().map(look).collect();
    let (mut shares, mut lags) = (vec![0; rows], vec![0; rows]);
    let mut alike = vec![0; rows];
    for lag in 2..=LONGEST {
        for (index, alike) in alike.iter_mut().enumerate() {
            // What is like its neighbour too is a list, not a feed.
            let same = |other: usize| looks.get(other) == Some(&looks[index]);
            *alike = u32::from(same(index + lag) && !same(index + 1));
        }
        let found = sums(&alike);
        for index in 0..rows {
            let share = share(window(&found, index, REACH), 2 * REACH as u32 + 1);
            if share > shares[index] {
                (shares[index], lags[index]) = (share, lag as u8);
            }
        }
    }
    (shares, lags)
}

/// What a line looks like from afar: how long it is, how it begins and ends.
fn look(shape: &LineStats) -> u16 {
    let length = log_bucket(shape.words).min(40);
    let length = match length {
        0..=3 => length,
        4..=6 => 4,
        7..=12 => 5,
        13..=24 => 6,
        _ => 7,
    };
    let first = if shape.first == EdgeChar::Lower { EdgeChar::Upper } else { shape.first };
    u16::from(length) << 8 | u16::from(first as u8) << 4 | u16::from(shape.last as u8)
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
