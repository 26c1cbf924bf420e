//! Reads what stands above the fields of a story of Nexis: paper, day, edition, copyright notice and title.

use crate::corpus::formats::exports::lines::{TextLine, is_copyright, is_date};
use crate::corpus::formats::exports::story::{ParsedStory, join};

/// Number of columns from which a line is centered.
const CENTERED_INDENT: usize = 8;
/// Maximum number of lines of a title.
const MAX_TITLE_LINES: usize = 4;

/// Reads the lines above the fields. With `title_first`, the title stands above the paper, below a cover;
/// otherwise it stands below the day.
pub(super) fn read(lines: &[TextLine<'_>], title_first: bool, story: &mut ParsedStory) {
    let is_date = |line: &TextLine<'_>| is_date(line.text);
    let date = if title_first {
        // The day nearest to the fields; a cover has days too.
        lines.iter().rposition(is_date)
    } else {
        lines.iter().skip(1).position(is_date).map(|index| index + 1)
    };
    let Some(date) = date else {
        let title = last_group(lines);
        return story.set_title(title);
    };
    story.date = Some(lines[date].text.to_owned());
    let above: Vec<usize> =
        (0..date).filter(|index| !lines[*index].is_blank() && !is_copyright(lines[*index].text)).collect();
    let site = if title_first { above.last() } else { above.first() };
    let Some(&site) = site else { return };
    story.metadata.site = Some(join(&lines[site..=site]));
    if title_first {
        let end = lines[..site].iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
        let start = lines[..end].iter().rposition(TextLine::is_blank).map_or(0, |blank| blank + 1);
        return story.set_title(&lines[start.max(end.saturating_sub(MAX_TITLE_LINES))..end]);
    }
    // Below the day stand the edition, which is centered as the day is, and the title.
    let below = &lines[date + 1..];
    let groups: Vec<&[TextLine<'_>]> = below
        .split(TextLine::is_blank)
        .filter(|group| !group.is_empty() && !is_copyright(group[0].text))
        .collect();
    let is_centered = |group: &[TextLine<'_>]| group[0].indent() >= CENTERED_INDENT;
    let title = groups.iter().rfind(|group| !is_centered(group)).or(groups.last());
    // An edition right below the day is no title.
    let adjoins = |group: &&&[TextLine<'_>]| {
        below.first().is_some_and(|line| line.start == group[0].start && is_centered(group))
    };
    if let Some(title) = title.filter(|group| !adjoins(group)) {
        story.set_title(title);
    }
}

/// Returns the last lines that stand together.
fn last_group<'l, 't>(lines: &'l [TextLine<'t>]) -> &'l [TextLine<'t>] {
    let is_filled = |group: &&[TextLine<'_>]| !group.is_empty() && !is_copyright(group[0].text);
    lines.split(TextLine::is_blank).rfind(is_filled).unwrap_or_default()
}
