//! The order of blocks that were kept and blocks that were cut.

use crate::text::{FilePosition, LineStart};

/// The text that a block is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockSource {
    /// The body of the article.
    Body,
    /// The text that was cut out of it.
    Cut,
}

/// Merges the blocks of the body and of the text that was cut as the original has them: by their lines, and
/// where several are on one line, as in a page without line breaks, by the gaps between them.
///
/// The blocks that were cut of a file with pages are taken by their pages: its running heads were moved
/// behind its text.
pub(super) fn merged(body: &[LineStart], cut: &[LineStart]) -> Vec<(BlockSource, usize)> {
    let mut order = Vec::with_capacity(body.len() + cut.len());
    let mut cut: Vec<(usize, &LineStart)> = cut.iter().enumerate().collect();
    if cut.first().is_some_and(|(_, block)| matches!(block.position, FilePosition::Page(_))) {
        cut.sort_by_key(|(_, block)| block.position);
    }
    let (mut next_body, mut next_cut) = (0, 0);
    // Whether something was cut since the last block of the body.
    let mut is_after_cut = false;
    loop {
        let takes_cut = match (body.get(next_body), cut.get(next_cut)) {
            (None, None) => return order,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(kept), Some((_, cut))) if kept.position != cut.position => cut.position < kept.position,
            // What follows a gap in one text follows something in the other.
            (Some(kept), Some((_, cut))) => kept.after_gap && !(is_after_cut && cut.after_gap),
        };
        match cut.get(next_cut).filter(|_| takes_cut) {
            Some((index, _)) => order.push((BlockSource::Cut, *index)),
            None => order.push((BlockSource::Body, next_body)),
        }
        next_cut += usize::from(takes_cut);
        next_body += usize::from(!takes_cut);
        is_after_cut = takes_cut;
    }
}

#[cfg(test)]
mod tests {
    use crate::search::reading::order::*;

    /// Returns the order of blocks, each written as its line, with `+` if it follows a gap.
    fn order(body: &str, cut: &str) -> String {
        order_at(body, cut, FilePosition::Line)
    }

    /// Returns the order of blocks whose numbers are those of lines, or of pages.
    fn order_at(body: &str, cut: &str, position: fn(u32) -> FilePosition) -> String {
        let starts = |text: &str| -> Vec<LineStart> {
            let starts = text.split_whitespace().map(|block| LineStart {
                offset: 0,
                position: position(block.trim_end_matches('+').parse().unwrap_or(0)),
                block: true,
                after_gap: block.ends_with('+'),
            });
            starts.collect()
        };
        let merged = merged(&starts(body), &starts(cut)).into_iter();
        let name = |(source, index)| {
            if source == BlockSource::Body { format!("b{index}") } else { format!("c{index}") }
        };
        merged.map(name).collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn blocks_are_in_the_order_of_their_lines() {
        assert_eq!(order("3+ 5 9+", "1 2 7+ 12+"), "c0 c1 b0 b1 c2 b2 c3");
        assert_eq!(order("", "1 4"), "c0 c1");
        assert_eq!(order("1 4", ""), "b0 b1");
    }

    #[test]
    fn blocks_of_one_line_are_in_the_order_of_their_gaps() {
        assert_eq!(order("1+ 1 1+", "1 1 1+ 1+"), "c0 c1 b0 b1 c2 b2 c3");
        assert_eq!(order("1 1+", "1+ 1"), "b0 c0 c1 b1");
    }

    #[test]
    fn running_heads_behind_the_text_are_taken_by_their_pages() {
        let order = |body, cut| order_at(body, cut, FilePosition::Page);
        assert_eq!(order("1 1 2 2+ 3", "2+ 1+ 2 3"), "b0 b1 c1 b2 c0 c2 b3 b4 c3");
    }

    #[test]
    fn no_block_is_lost_where_gaps_and_lines_disagree() {
        for (body, cut) in [("1+ 1+ 1+", "1"), ("1 1", "1 1 1+ 1+"), ("9 1 3+", "2+ 1+")] {
            let blocks = body.split(' ').count() + cut.split(' ').count();
            assert_eq!(order(body, cut).split(' ').count(), blocks, "{body} | {cut}");
        }
    }
}
