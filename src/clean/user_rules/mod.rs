//! Rules of the user, which override every other verdict.
//!
//! A rules file has one rule per line:
//!
//! ```text
//! # Lines beginning with # are comments.
//! cut: This audio is created with*
//! cut site=courier.example: Ten years of local reporting*
//! cut from: Read this next to: *Privacy policy
//! cut under: Most read
//! keep folder=letters: Dear *
//! keep file=notes/041.txt
//! ```
//!
//! A pattern must match a whole block, ignoring case, white space and the shape of quotation marks; `*`
//! matches any text. `from:` and `to:` name the first and the last block of a range, `under:` the heading of
//! a section. `site=`, `folder=` and `file=` restrict a rule; one without a pattern concerns all blocks.
//! Where several rules match, the last one wins, as in `.gitignore`.

mod parse;
mod rule;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::clean::labels::Verdict;
pub(crate) use crate::clean::user_rules::parse::RulesError;
pub use crate::clean::user_rules::rule::{Origin, RuledBlock};
use crate::clean::user_rules::rule::{Rule, fold};

/// The state of a rule that no text has been held against.
const UNTRIED: u8 = 0;
/// The state of a rule whose limits include a text, of which it matches nothing.
const TRIED: u8 = 1;
/// The state of a rule that matches something.
const MATCHED: u8 = 2;

/// The rules of one file, in order.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    /// The greatest state that each rule has had. Copies share it.
    states: Arc<[AtomicU8]>,
}

impl Rules {
    /// Parses a rules file.
    ///
    /// ```
    /// use clippings::internals::clean::user_rules::{Origin, RuledBlock, Rules};
    /// let rules = Rules::parse("cut site=courier.example: Ten years of*\n").unwrap();
    /// let origin = Origin { path: "saved/1.txt", site: "www.courier.example", ..Origin::default() };
    /// let text = "TEN YEARS of reporting";
    /// let block = RuledBlock { text, is_heading: false, is_set_off: false, section_end: None };
    /// assert!(rules.verdicts(&[block], origin)[0].is_some());
    /// assert!(Rules::parse("drop everything").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Rules, RulesError> {
        let lines = (1..)
            .zip(text.trim_start_matches('\u{feff}').lines())
            .map(|(number, line)| (number, line.trim()));
        let rules = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let rules: Vec<Rule> =
            rules.map(|(number, line)| parse::rule(line, number)).collect::<Result<_, _>>()?;
        let states = rules.iter().map(|_| AtomicU8::new(UNTRIED)).collect();
        Ok(Rules { rules, states })
    }

    /// Returns for each of `blocks`, which are those of one text, the verdict of the last rule that matches
    /// it, and the line of that rule.
    pub fn verdicts(&self, blocks: &[RuledBlock], origin: Origin) -> Vec<Option<(Verdict, u32)>> {
        let mut verdicts = vec![None; blocks.len()];
        let rules = self.rules.iter().zip(self.states.iter());
        let mut rules = rules.filter(|(rule, _)| rule.limits.include(origin)).peekable();
        if rules.peek().is_none() {
            return verdicts;
        }
        let folded: Vec<String> = blocks.iter().map(|block| fold(block.text)).collect();
        for (rule, state) in rules {
            let ranges = rule.scope.ranges(&folded, blocks);
            state.fetch_max(if ranges.is_empty() { TRIED } else { MATCHED }, Ordering::Relaxed);
            for blocks in ranges {
                verdicts[blocks].fill(Some((rule.verdict(), rule.line)));
            }
        }
        verdicts
    }

    /// Marks all rules as ones that match something, except those on these lines of the file.
    pub(crate) fn mark_matched_except(&self, lines: &[u32]) {
        for (rule, state) in self.rules.iter().zip(self.states.iter()) {
            if !lines.contains(&rule.line) {
                state.store(MATCHED, Ordering::Relaxed);
            }
        }
    }

    /// Returns the line in the file and the text of each rule that has matched nothing.
    pub(crate) fn unmatched(&self) -> impl Iterator<Item = (u32, &str)> {
        self.below(MATCHED)
    }

    /// Returns the rules that have matched nothing, of those whose limits include one of the texts.
    pub(crate) fn tried_in_vain(&self) -> impl Iterator<Item = (u32, &str)> {
        let untried: Vec<u32> = self.below(TRIED).map(|(line, _)| line).collect();
        self.unmatched().filter(move |(line, _)| !untried.contains(line))
    }

    /// Returns the line and the text of each rule in a state below `state`.
    fn below(&self, state: u8) -> impl Iterator<Item = (u32, &str)> {
        let rules = self.rules.iter().zip(self.states.iter());
        let rules = rules.filter(move |(_, reached)| reached.load(Ordering::Relaxed) < state);
        rules.map(|(rule, _)| (rule.line, rule.text.as_str()))
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::reason::Reason;
    use crate::clean::user_rules::*;
    use proptest::prelude::*;

    const FILE: &str =
        "# mine\ncut: *advert*\nkeep folder=letters: Dear *\ncut site=a.example: Exactly this\n";

    fn block(text: &str) -> RuledBlock<'_> {
        RuledBlock {
            text: text.trim_start_matches(['#', '_']),
            is_heading: text.starts_with('#'),
            is_set_off: text.starts_with('_'),
            section_end: None,
        }
    }

    /// Returns the verdict on a text of one block.
    fn verdict(rules: &Rules, text: &str, path: &str, site: &str) -> Option<(Verdict, u32)> {
        rules.verdicts(&[block(text)], Origin { path, site, source_key: "" })[0]
    }

    /// Returns `c` for each block of `text` that the rules cut, `k` for each that they keep, and `.` for the
    /// others. A block that begins with `#` is a heading, one that begins with `_` is set off.
    fn verdicts(rules: &str, text: &str) -> String {
        let blocks: Vec<RuledBlock> = text.split('|').map(block).collect();
        let origin = Origin { path: "old/My notes/041 a.txt", ..Origin::default() };
        let verdicts = Rules::parse(rules).unwrap().verdicts(&blocks, origin);
        let letter = |verdict: Option<(Verdict, u32)>| match verdict {
            Some((Verdict::Keep, _)) => 'k',
            Some((Verdict::Cut(_), _)) => 'c',
            None => '.',
        };
        verdicts.into_iter().map(letter).collect()
    }

    #[test]
    fn rules_match_text_site_and_folder() {
        let rules = Rules::parse(FILE).unwrap();
        let cut = |line| Some((Verdict::Cut(Reason::Rule(line)), line));
        assert_eq!(verdict(&rules, "An  ADVERT here", "x/1.txt", ""), cut(2));
        assert_eq!(verdict(&rules, "Dear Sir, an advert", "old/letters/1.txt", ""), Some((Verdict::Keep, 3)));
        assert_eq!(verdict(&rules, "Dear Sir", "newsletters/1.txt", ""), None);
        let nested = Rules::parse("\u{feff}cut folder=a/b/a: x").unwrap();
        assert_eq!(verdict(&nested, "x", "xa/b/a/b/a/f.txt", ""), cut(1));
        assert_eq!(verdict(&rules, "exactly this", "", "www.a.example"), cut(4));
        assert_eq!(verdict(&rules, "exactly this", "", "ba.example"), None);
        assert_eq!(verdict(&rules, "exactly this too", "", "a.example"), None);
        for site in ["www.a.example", "https://www.A.example/news/", "a.example"] {
            let rules = Rules::parse(&format!("cut site={site}: x")).unwrap();
            assert_eq!(verdict(&rules, "x", "", "www.a.example"), cut(1), "{site}");
        }
    }

    #[test]
    fn a_rule_concerns_a_range_a_section_or_a_file() {
        for (rules, text, expected) in [
            ("cut from: ad* to: *end", "a|Ad one|x|the end|b|ad|y end|c", ".ccc.cc."),
            ("cut from: ad* to: *end", "a|ad at the end|b", ".c."),
            ("cut from: ad to: end", "a|ad|b", "..."),
            ("cut from: Comments", "a|comments|b|c", ".ccc"),
            ("cut to: Menu", "x|menu|a|menu", "cc.."),
            ("cut from: a\nkeep: c", "a|b|c|d", "cckc"),
            ("cut under: Most  read", "a|#most read|x|y|#Next|b", ".ccc.."),
            ("cut under: most read", "a|_most read|_x|y|_b|c", ".ccc.."),
            ("cut under: most read", "a|most read|x|y", ".ccc"),
            ("keep file=041*.txt", "a|b", "kk"),
            ("keep file=\"my notes/041 a.txt\"", "a|b", "kk"),
            ("keep file=notes/*.txt", "a", "."),
            ("keep folder=\"My notes\"", "a", "k"),
            ("cut file=*.txt from: b", "a|b", ".c"),
            ("cut: from: here", "from: here|a", "c."),
            ("cut: Don't miss*", "Don’t miss the tide|Do not miss it", "c."),
        ] {
            assert_eq!(verdicts(rules, text), expected, "{rules}: {text}");
        }
    }

    #[test]
    fn rules_that_match_nothing_are_told() {
        let text = "cut: ad\ncut site=b.example: ad\nkeep: x\ncut from: a to: b\ncut: Ad\n";
        let rules = Rules::parse(text).unwrap();
        let origin = Origin { site: "a.example", ..Origin::default() };
        let _ = rules.clone().verdicts(&[block("Ad"), block("a")], origin);
        // The first rule matches, although the last one overrides it.
        let unmatched: Vec<_> = rules.unmatched().map(|(line, _)| line).collect();
        assert_eq!(unmatched, [2, 3, 4]);
        rules.mark_matched_except(&[2, 3]);
        assert_eq!(rules.tried_in_vain().collect::<Vec<_>>(), [(3, "keep: x")]);
    }

    #[test]
    fn errors_name_their_line() {
        let error = Rules::parse("\ncut everything").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(Rules::parse("cut place=x: y").unwrap_err().to_string().contains("place=x"));
        for rule in [
            "cut to: a from: b",
            "cut site=https://: x",
            "cut from: a to:",
            "cut: *",
            "keep",
            "cut:",
            "cut from: *",
            "cut under:",
            "cut file=\"a",
            "cut site=: x",
        ] {
            assert!(Rules::parse(rule).is_err(), "{rule}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(
            text in "((cut|keep)( site=[a-z.]{1,4}| file=\"?[a-z*]{1,3}\"?)?( from| to| under)?: [a-z* ]{0,8}( to: [a-z*]{0,3})?\n|\\PC{0,12}\n){0,5}",
            blocks in proptest::collection::vec("[#_]?[a-z ]{0,3}", 0..6),
        ) {
            let blocks: Vec<RuledBlock> = blocks.iter().map(|text| block(text)).collect();
            if let Ok(rules) = Rules::parse(&text) {
                prop_assert_eq!(rules.verdicts(&blocks, Origin::default()).len(), blocks.len());
            }
        }
    }
}
