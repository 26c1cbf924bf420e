//! One rule: the files it is limited to, and the blocks it concerns.

use std::ops::Range;

use crate::clean::labels::Verdict;
use crate::clean::reason::Reason;
use crate::extract::{Block, BlockKind};

/// One line of a rules file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// Whether the rule keeps what it matches, rather than cutting it.
    pub(super) keep: bool,
    pub(super) limits: Limits,
    pub(super) scope: RuleScope,
    /// Line in the rules file, from 1.
    pub(super) line: u32,
    /// The rule as it is written.
    pub(super) text: String,
}

/// The files that a rule is limited to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// Host, with its subdomains.
    pub(super) site: Option<String>,
    /// Path of a folder, or the end of it.
    pub(super) folder: Option<String>,
    /// Path of a file, or the end of it.
    pub(super) file: Option<RulePattern>,
}

/// The blocks that a rule concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RuleScope {
    /// Each block that matches.
    Block(RulePattern),
    /// The blocks from the first that matches to the next that matches, both included. Without the first
    /// pattern they begin with the text, without the second they end with it.
    Range(Option<RulePattern>, Option<RulePattern>),
    /// A heading that matches, and the blocks under it.
    Section(RulePattern),
    /// All blocks.
    All,
}

/// The case-folded text between the asterisks of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RulePattern(Vec<String>);

/// A block that rules are applied to.
#[derive(Debug, Clone, Copy)]
pub struct RuledBlock<'t> {
    /// Text of the block.
    pub text: &'t str,
    /// Whether it is marked as a heading.
    pub is_heading: bool,
    /// Whether empty lines precede it.
    pub is_set_off: bool,
    /// Index after the last block of the section that it heads, if markup tells.
    pub section_end: Option<usize>,
}

impl<'t> RuledBlock<'t> {
    /// Returns a block of a text or page.
    pub(crate) fn new(block: &'t Block, is_set_off: bool) -> Self {
        let is_heading = block.kind == BlockKind::Heading;
        RuledBlock { text: block.text.as_str(), is_heading, is_set_off, section_end: None }
    }
}

/// Origin of a text, as far as rules and site statistics need it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// Path of the file, with `/` between folders.
    pub path: &'a str,
    /// Host of the site, or another name for it; empty if unknown.
    pub site: &'a str,
    /// Key of the file in the index, which stays the same when the indexed folder moves. Site statistics use
    /// it for a page whose site is unknown. Empty if the file is in no indexed folder.
    pub source_key: &'a str,
}

impl Rule {
    /// Returns the verdict on a block that the rule matches.
    pub(super) fn verdict(&self) -> Verdict {
        if self.keep { Verdict::Keep } else { Verdict::Cut(Reason::Rule(self.line)) }
    }
}

impl Limits {
    /// Returns whether a text of this origin is included.
    pub(super) fn include(&self, origin: Origin) -> bool {
        let host = || origin.site.to_lowercase();
        let site = self.site.as_ref().is_none_or(|site| {
            let host = host();
            host == *site || host.strip_suffix(site.as_str()).is_some_and(|before| before.ends_with('.'))
        });
        let path = origin.path.trim_start_matches("./");
        let folder =
            self.folder.as_ref().is_none_or(|folder| format!("/{path}").contains(&format!("/{folder}/")));
        let file = self.file.as_ref().is_none_or(|file| {
            let path = fold(path);
            let ends = path.match_indices('/').map(|(slash, _)| slash + 1);
            std::iter::once(0).chain(ends).any(|start| file.matches(&path[start..]))
        });
        site && folder && file
    }
}

impl RuleScope {
    /// Returns the ranges of the blocks of a text that a rule concerns. `folded` has the text of each block.
    pub(super) fn ranges(&self, folded: &[String], blocks: &[RuledBlock]) -> Vec<Range<usize>> {
        let next = |pattern: &RulePattern, start: usize| {
            (start..folded.len()).find(|index| pattern.matches(&folded[*index]))
        };
        let mut ranges = Vec::new();
        let mut position = 0;
        while position < folded.len() {
            let range = match self {
                RuleScope::Block(pattern) => next(pattern, position).map(|index| index..index + 1),
                RuleScope::Range(Some(first), Some(last)) => {
                    next(first, position).and_then(|start| next(last, start).map(|end| start..end + 1))
                }
                RuleScope::Range(Some(first), None) => next(first, position).map(|start| start..folded.len()),
                RuleScope::Range(None, Some(last)) => next(last, position).map(|end| position..end + 1),
                RuleScope::Section(heading) => {
                    next(heading, position).map(|start| start..section_end(blocks, start))
                }
                RuleScope::Range(None, None) | RuleScope::All => Some(0..folded.len()),
            };
            let Some(range) = range else { break };
            // Only one range begins with the text.
            position = if matches!(self, RuleScope::Range(None, _)) { folded.len() } else { range.end };
            ranges.push(range);
        }
        ranges
    }
}

/// Returns the end of the section with the heading `heading`: that which markup tells, or else the next
/// heading, or in a text in which none is marked, the next block after an empty line that is not the first
/// under it.
fn section_end(blocks: &[RuledBlock], heading: usize) -> usize {
    let has_headings = blocks.iter().any(|block| block.is_heading);
    let ends_section = |index: &usize| match has_headings {
        true => blocks[*index].is_heading,
        false => *index > heading + 1 && blocks[*index].is_set_off,
    };
    let next = || (heading + 1..blocks.len()).find(ends_section).unwrap_or(blocks.len());
    blocks[heading].section_end.unwrap_or_else(next).clamp(heading + 1, blocks.len())
}

impl RulePattern {
    /// Reads a pattern.
    pub(super) fn new(text: &str) -> RulePattern {
        RulePattern(fold(text).split('*').map(str::to_owned).collect())
    }

    /// Returns whether every text matches.
    pub(super) fn is_any(&self) -> bool {
        self.0.len() > 1 && self.is_blank()
    }

    /// Returns whether it has no text besides asterisks.
    pub(super) fn is_blank(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }

    /// Returns whether a text that is [folded](fold) consists of the parts in order, with any text between
    /// them.
    fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.0.as_slice() else {
            return self.0.first().is_some_and(|only| only == text);
        };
        let Some(mut tail) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            match tail.find(part.as_str()) {
                Some(start) => tail = &tail[start + part.len()..],
                None => return false,
            }
        }
        tail.ends_with(last.as_str())
    }
}

/// Lowercases a text, collapses its white space, and writes quotation marks and apostrophes as keyboards have
/// them.
pub(super) fn fold(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    folded.replace(['’', '‘', '‚', '´', '`'], "'").replace(['“', '”', '„'], "\"")
}
