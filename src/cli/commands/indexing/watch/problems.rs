//! Says once what is wrong.

use std::collections::BTreeSet;

use crate::cli::output::messages;

/// The problems that were reported and still exist.
#[derive(Debug, Default)]
pub(super) struct Problems {
    reported: BTreeSet<String>,
}

impl Problems {
    /// Prints the problems of an update that the last one did not have.
    pub(super) fn report(&mut self, problems: Vec<String>) {
        for problem in self.new_ones(problems) {
            messages::print(&problem);
        }
    }

    fn new_ones(&mut self, problems: Vec<String>) -> Vec<String> {
        let current: BTreeSet<String> = problems.iter().cloned().collect();
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
        let mut new_ones =
            |texts: &[&str]| problems.new_ones(texts.iter().map(|&text| text.into()).collect());
        assert_eq!(new_ones(&["full", "full"]), ["full"]);
        assert_eq!(new_ones(&["full", "gone"]), ["gone"]);
        assert!(new_ones(&["full"]).is_empty());
        assert_eq!(new_ones(&["gone"]), ["gone"]);
    }
}
