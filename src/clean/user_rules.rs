//! Rules of the user, which override every other verdict.
//!
//! A rules file has one rule per line:
//!
//! ```text
//! # Lines beginning with # are comments.
//! cut: This audio is created with*
//! cut site=courier.example: Ten years of local reporting*
//! keep folder=letters: Dear *
//! ```
//!
//! The pattern after the colon must match a whole block, ignoring case and white space; `*` matches any text.
//! `site=` and `folder=` restrict a rule. Where several rules match, the last one wins, as in `.gitignore`.

use std::path::PathBuf;

use crate::article::Folder;
use crate::clean::labels::Verdict;
use crate::clean::reason::Reason;

/// Name of the rules file that is looked for in a folder.
pub(crate) const RULES_FILE: &str = "clippings.rules";

/// Returns the path of the rules file of `folder`: the one the user named, or else `RULES_FILE` in the
/// folder.
pub fn rules_path(folder: &Folder) -> PathBuf {
    let default_path = || match folder.path.exists() && !folder.path.is_dir() {
        true => folder.path.with_file_name(RULES_FILE),
        false => folder.path.join(RULES_FILE),
    };
    folder.options.rules.path.clone().unwrap_or_else(default_path)
}

/// The rules of one file, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// One line of a rules file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// Whether the rule keeps what it matches, rather than cutting it.
    keep: bool,
    /// Host that the rule is limited to, with its subdomains.
    site: Option<String>,
    /// Folder that the rule is limited to.
    folder: Option<String>,
    /// The case-folded text between the asterisks of the pattern.
    literals: Vec<String>,
    /// Line in the rules file, from 1.
    line: u32,
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

/// A line of a rules file that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct RulesError {
    /// Line in the rules file, from 1.
    pub line: u32,
    /// Description of the problem.
    pub problem: String,
}

impl Rules {
    /// Parses a rules file.
    ///
    /// ```
    /// use clippings::internals::clean::user_rules::{Origin, Rules};
    /// let rules = Rules::parse("cut site=courier.example: Ten years of*\n").unwrap();
    /// let origin = Origin { path: "saved/1.txt", site: "www.courier.example", ..Origin::default() };
    /// assert!(rules.verdict("TEN YEARS of reporting", origin).is_some());
    /// assert!(Rules::parse("drop everything").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Rules, RulesError> {
        let lines = (1..).zip(text.lines()).map(|(number, line)| (number, line.trim()));
        let rules = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        Ok(Rules { rules: rules.map(|(number, line)| Rule::parse(line, number)).collect::<Result<_, _>>()? })
    }

    /// Returns the verdict of the last rule that matches a block, and its line.
    pub fn verdict(&self, block: &str, origin: Origin) -> Option<(Verdict, u32)> {
        let fits_origin = |rule: &&Rule| rule.applies_to(origin);
        let mut rules = self.rules.iter().rev().filter(fits_origin).peekable();
        rules.peek()?;
        let folded = fold(block);
        rules.find(|rule| matches(&rule.literals, &folded)).map(|rule| (rule.verdict(), rule.line))
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

impl Rule {
    /// Parses one line.
    fn parse(text: &str, line: u32) -> Result<Rule, RulesError> {
        let error = |problem: &str| RulesError { line, problem: problem.to_owned() };
        let (condition, pattern) = text
            .split_once(": ")
            .ok_or_else(|| error("expected `cut: TEXT` or `keep: TEXT`, with * for any text"))?;
        let mut words = condition.split_whitespace();
        let keep = match words.next() {
            Some("keep") => true,
            Some("cut") => false,
            _ => return Err(error("expected `cut` or `keep` at the start of a rule")),
        };
        let (mut site, mut folder) = (None, None);
        for word in words {
            match word.split_once('=') {
                Some(("site", host)) if !host.is_empty() => site = Some(host.to_lowercase()),
                Some(("folder", path)) if !path.is_empty() => {
                    folder = Some(path.trim_matches('/').to_owned())
                }
                _ => return Err(error(&format!("expected `site=HOST` or `folder=PATH`, not `{word}`"))),
            }
        }
        let literals: Vec<String> = fold(pattern).split('*').map(str::to_owned).collect();
        if literals.iter().all(String::is_empty) && site.is_none() && folder.is_none() {
            return Err(error("this rule matches all text of all files: add a site, a folder or some text"));
        }
        Ok(Rule { keep, site, folder, literals, line })
    }

    /// Returns the verdict on a block that the rule matches.
    fn verdict(&self) -> Verdict {
        if self.keep { Verdict::Keep } else { Verdict::Cut(Reason::Rule(self.line)) }
    }

    /// Returns whether the rule's site and folder match the origin.
    fn applies_to(&self, origin: Origin) -> bool {
        let host = || origin.site.to_lowercase();
        let site = self.site.as_ref().is_none_or(|site| {
            let host = host();
            host == *site || host.strip_suffix(site.as_str()).is_some_and(|before| before.ends_with('.'))
        });
        let folder = self.folder.as_ref().is_none_or(|folder| {
            let path = origin.path.trim_start_matches("./");
            let mut starts = path.match_indices(folder.as_str()).map(|(start, _)| start);
            starts.any(|start| {
                let is_whole = start == 0 || path.as_bytes()[start - 1] == b'/';
                is_whole && path[start + folder.len()..].starts_with('/')
            })
        });
        site && folder
    }
}

/// Lowercases a text and collapses its white space.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns whether `text` consists of `literals` in order, with any text between them.
fn matches(literals: &[String], text: &str) -> bool {
    let [first, middle @ .., last] = literals else {
        return literals.first().is_some_and(|only| only == text);
    };
    let Some(mut tail) = text.strip_prefix(first.as_str()) else { return false };
    for literal in middle {
        match tail.find(literal.as_str()) {
            Some(start) => tail = &tail[start + literal.len()..],
            None => return false,
        }
    }
    tail.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use crate::clean::user_rules::*;
    use proptest::prelude::*;

    const FILE: &str =
        "# mine\ncut: *advert*\nkeep folder=letters: Dear *\ncut site=a.example: Exactly this\n";

    #[test]
    fn rules_match_text_site_and_folder() {
        let rules = Rules::parse(FILE).unwrap();
        let origin = |path, site| Origin { path, site, source_key: "" };
        assert_eq!(
            rules.verdict("An  ADVERT here", origin("x/1.txt", "")),
            Some((Verdict::Cut(Reason::Rule(2)), 2))
        );
        assert_eq!(
            rules.verdict("Dear Sir, an advert", origin("old/letters/1.txt", "")),
            Some((Verdict::Keep, 3))
        );
        assert_eq!(rules.verdict("Dear Sir", origin("newsletters/1.txt", "")), None);
        assert_eq!(
            rules.verdict("exactly this", origin("", "www.a.example")),
            Some((Verdict::Cut(Reason::Rule(4)), 4))
        );
        assert_eq!(rules.verdict("exactly this", origin("", "ba.example")), None);
        assert_eq!(rules.verdict("exactly this too", origin("", "a.example")), None);
    }

    #[test]
    fn errors_name_their_line() {
        let error = Rules::parse("\ncut everything").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(Rules::parse("cut place=x: y").unwrap_err().to_string().contains("place=x"));
        assert!(Rules::parse("cut: *").is_err());
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "((cut|keep)( site=[a-z.]{1,4})?: [a-z* ]{0,8}\n|\\PC{0,12}\n){0,5}", block in "[a-z ]{0,10}") {
            if let Ok(rules) = Rules::parse(&text) {
                let _ = rules.verdict(&block, Origin::default());
            }
        }
    }
}
