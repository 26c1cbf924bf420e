//! The reader's own rules, which win over everything else.
//!
//! A rules file has a rule a line:
//!
//! ```text
//! # Lines beginning with # are comments.
//! cut: This audio is created with*
//! cut site=courier.example: Ten years of local reporting*
//! keep folder=letters: Dear *
//! ```
//!
//! The text after the colon is held against a whole block, without regard to case and white space; `*` stands for any
//! text. `site=` and `folder=` narrow a rule. Where several rules fit the last one wins, as in `.gitignore`.

use std::path::PathBuf;

use crate::article::Folder;
use crate::clean::labels::Verdict;
use crate::clean::reason::Reason;

/// What the file is called that is looked for in a folder.
pub const RULES_FILE: &str = "clippings.rules";

/// Returns the path of the rules file of `folder`: the one the user named, else the one of the usual name in the folder.
pub fn rules_path(folder: &Folder) -> PathBuf {
    let usual = || match folder.path.is_file() {
        true => folder.path.with_file_name(RULES_FILE),
        false => folder.path.join(RULES_FILE),
    };
    folder.options.rules.path.clone().unwrap_or_else(usual)
}

/// The rules of one file, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// One line of a rules file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    keep: bool,
    site: Option<String>,
    folder: Option<String>,
    /// What stands between the asterisks of the pattern, folded.
    parts: Vec<String>,
    /// The line of the rules file, from 1.
    line: u32,
}

/// Where a text comes from, as far as rules and site statistics ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The path of the file, `/` between folders.
    pub path: &'a str,
    /// The host of the site, or whatever else stands for it; empty where it is not known.
    pub site: &'a str,
    /// The path below the folder that was indexed, which is the same wherever that lies now: by it site statistics
    /// know a page whose site is not known. Empty where there is no such folder.
    pub source_key: &'a str,
}

/// A line of a rules file that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct RulesError {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub problem: String,
}

impl Rules {
    /// Reads a rules file.
    ///
    /// ```
    /// use clippings::clean::user_rules::{Origin, Rules};
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

    /// What the last rule that fits says of a block, and the line on which it stands.
    pub fn verdict(&self, block: &str, origin: Origin) -> Option<(Verdict, u32)> {
        let fits_origin = |rule: &&Rule| rule.is_for(origin);
        let mut rules = self.rules.iter().rev().filter(fits_origin).peekable();
        rules.peek()?;
        let folded = fold(block);
        rules.find(|rule| matches(&rule.parts, &folded)).map(|rule| (rule.verdict(), rule.line))
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

impl Rule {
    fn parse(text: &str, line: u32) -> Result<Rule, RulesError> {
        let wrong = |problem: &str| RulesError { line, problem: problem.to_owned() };
        let (head, pattern) = text
            .split_once(": ")
            .ok_or_else(|| wrong("expected `cut: TEXT` or `keep: TEXT`, with * for any text"))?;
        let mut words = head.split_whitespace();
        let keep = match words.next() {
            Some("keep") => true,
            Some("cut") => false,
            _ => return Err(wrong("expected `cut` or `keep` at the start of a rule")),
        };
        let (mut site, mut folder) = (None, None);
        for word in words {
            match word.split_once('=') {
                Some(("site", host)) if !host.is_empty() => site = Some(host.to_lowercase()),
                Some(("folder", path)) if !path.is_empty() => {
                    folder = Some(path.trim_matches('/').to_owned())
                }
                _ => return Err(wrong(&format!("expected `site=HOST` or `folder=PATH`, not `{word}`"))),
            }
        }
        let parts: Vec<String> = fold(pattern).split('*').map(str::to_owned).collect();
        if parts.iter().all(String::is_empty) && site.is_none() && folder.is_none() {
            return Err(wrong("this rule matches all text of all files: add a site, a folder or some text"));
        }
        Ok(Rule { keep, site, folder, parts, line })
    }

    fn verdict(&self) -> Verdict {
        if self.keep { Verdict::Keep } else { Verdict::Cut(Reason::Rule(self.line)) }
    }

    fn is_for(&self, origin: Origin) -> bool {
        let host = || origin.site.to_lowercase();
        let site = self.site.as_ref().is_none_or(|site| {
            let host = host();
            host == *site || host.strip_suffix(site.as_str()).is_some_and(|before| before.ends_with('.'))
        });
        let folder = self.folder.as_ref().is_none_or(|folder| {
            let path = origin.path.trim_start_matches("./");
            let mut starts = path.match_indices(folder.as_str()).map(|(at, _)| at);
            starts.any(|at| {
                let whole = at == 0 || path.as_bytes()[at - 1] == b'/';
                whole && path[at + folder.len()..].starts_with('/')
            })
        });
        site && folder
    }
}

/// Small letters, and one space for any white space.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether `text` is made of `parts` in order with anything in between.
fn matches(parts: &[String], text: &str) -> bool {
    let [first, middle @ .., last] = parts else {
        return parts.first().is_some_and(|only| only == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use crate::clean::user_rules::*;
    use proptest::prelude::*;

    const FILE: &str =
        "# mine\ncut: *advert*\nkeep folder=letters: Dear *\ncut site=a.example: Exactly this\n";

    #[test]
    fn rules_fit_by_text_site_and_folder() {
        let rules = Rules::parse(FILE).unwrap();
        let at = |path, site| Origin { path, site, source_key: "" };
        assert_eq!(
            rules.verdict("An  ADVERT here", at("x/1.txt", "")),
            Some((Verdict::Cut(Reason::Rule(2)), 2))
        );
        assert_eq!(
            rules.verdict("Dear Sir, an advert", at("old/letters/1.txt", "")),
            Some((Verdict::Keep, 3))
        );
        assert_eq!(rules.verdict("Dear Sir", at("newsletters/1.txt", "")), None);
        assert_eq!(
            rules.verdict("exactly this", at("", "www.a.example")),
            Some((Verdict::Cut(Reason::Rule(4)), 4))
        );
        assert_eq!(rules.verdict("exactly this", at("", "ba.example")), None);
        assert_eq!(rules.verdict("exactly this too", at("", "a.example")), None);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let error = Rules::parse("\ncut everything").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(Rules::parse("cut place=x: y").unwrap_err().to_string().contains("place=x"));
        assert!(Rules::parse("cut: *").is_err());
    }

    proptest! {
        #[test]
        fn any_file_is_read_without_panic(text in "((cut|keep)( site=[a-z.]{1,4})?: [a-z* ]{0,8}\n|\\PC{0,12}\n){0,5}", block in "[a-z ]{0,10}") {
            if let Ok(rules) = Rules::parse(&text) {
                let _ = rules.verdict(&block, Origin::default());
            }
        }
    }
}
