//! Says once what is wrong.

use std::collections::BTreeSet;

use crate::cli::output::messages;

/// The problems that were reported and still exist.
#[derive(Debug, Default)]
pub(super) struct Problems {
    reported: BTreeSet<String>,
}

impl Problems {
    /// Prints the problems of an update that the last one did not have. An update that failed tells nothing
    /// of the other problems, so they are not over.
    pub(super) fn report(&mut self, problems: Vec<String>, has_failed: bool) {
        for problem in self.new_ones(problems, has_failed) {
            messages::print(&problem);
        }
    }

    fn new_ones(&mut self, problems: Vec<String>, has_failed: bool) -> Vec<String> {
        let mut current: BTreeSet<String> = problems.iter().cloned().collect();
        if has_failed {
            current.extend(self.reported.iter().cloned());
        }
        let before = std::mem::replace(&mut self.reported, current);
        let mut printed = BTreeSet::new();
        problems
            .into_iter()
            .filter(|problem| !before.contains(problem) && printed.insert(problem.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::indexing::watch::problems::*;

    #[test]
    fn a_problem_is_said_once_until_it_is_gone() {
        let mut problems = Problems::default();
        let mut new_ones = |texts: &[&str], has_failed| {
            problems.new_ones(texts.iter().map(|&text| text.into()).collect(), has_failed)
        };
        assert_eq!(new_ones(&["full", "full"], false), ["full"]);
        assert_eq!(new_ones(&["full", "gone"], false), ["gone"]);
        assert!(new_ones(&["full"], false).is_empty());
        assert_eq!(new_ones(&["gone"], false), ["gone"]);
        assert_eq!(new_ones(&["locked"], true), ["locked"]);
        assert!(new_ones(&["gone"], false).is_empty());
        assert_eq!(new_ones(&["locked"], true), ["locked"]);
    }
}
