//! A forest of decision trees, trained by `eval/train_html.py` and shipped as a table of numbers.

use std::sync::LazyLock;

/// The table: one tree per line, `feature threshold left right` for every branch, branches separated by `;`.
/// Left and right are the index of another branch of the same tree, or `L` and the value of a leaf.
static TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/html_forest.txt"));

/// The built-in forest.
static FOREST: LazyLock<Forest> = LazyLock::new(|| Forest::parse(TABLE));

/// Returns the built-in forest.
pub(crate) fn built_in() -> &'static Forest {
    &FOREST
}

/// An inner node of a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Branch {
    /// Index of the feature to compare.
    feature: u32,
    /// Largest value for which the first child is next.
    threshold: f32,
    /// Children for at most the threshold and for more: index of a branch, or the bitwise complement of the
    /// index of a leaf.
    next: [i32; 2],
}

/// A child of a branch as the table writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Target {
    Branch(u32),
    Leaf(f32),
}

/// Decision trees whose leaf values are summed.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    branches: Vec<Branch>,
    leaves: Vec<f32>,
    roots: Vec<u32>,
}

impl Forest {
    /// Parses a table and skips malformed trees.
    pub(crate) fn parse(table: &str) -> Self {
        let mut forest = Forest::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let root = forest.branches.len() as u32;
            let branches: Option<Vec<ParsedBranch>> =
                line.split(';').map(|branch| parse_branch(branch, root)).collect();
            let Some(branches) = branches else { continue };
            // Branches lead forward only, so that no path is a cycle.
            let end = root + branches.len() as u32;
            let leads_forward = branches.iter().zip(root..).all(|((_, _, next), index)| {
                next.iter().all(|next| !matches!(next, Target::Branch(to) if *to <= index || *to >= end))
            });
            if leads_forward {
                forest.roots.push(root);
                for (feature, threshold, children) in branches {
                    let next = children.map(|child| match child {
                        Target::Branch(to) => to as i32,
                        Target::Leaf(value) => {
                            forest.leaves.push(value);
                            !(forest.leaves.len() as i32 - 1)
                        }
                    });
                    forest.branches.push(Branch { feature, threshold, next });
                }
            }
        }
        forest
    }

    /// Returns the score of a row of features: above 0 means article.
    pub(crate) fn score(&self, row: &[f32]) -> f32 {
        self.roots.iter().map(|root| self.leaf(*root, row)).sum()
    }

    /// Walks a tree from its root and returns the value of the leaf.
    fn leaf(&self, root: u32, row: &[f32]) -> f32 {
        let mut index = root as i32;
        while let Some(branch) = self.branches.get(index as usize) {
            let value = row.get(branch.feature as usize).copied().unwrap_or(0.0);
            index = branch.next[usize::from(value > branch.threshold)];
        }
        self.leaves.get(!index as usize).copied().unwrap_or(0.0)
    }
}

/// A parsed branch: feature, threshold, and the children for at most that and for more.
type ParsedBranch = (u32, f32, [Target; 2]);

/// Parses a branch of the tree whose first branch is `root`.
fn parse_branch(text: &str, root: u32) -> Option<ParsedBranch> {
    let mut fields = text.split(' ');
    let feature = fields.next()?.parse().ok()?;
    let threshold = fields.next()?.parse().ok()?;
    let mut child = || {
        let field = fields.next()?;
        match field.strip_prefix('L') {
            Some(value) => value.parse().ok().map(Target::Leaf),
            None => field.parse::<u32>().ok().map(|branch| Target::Branch(root + branch)),
        }
    };
    Some((feature, threshold, [child()?, child()?]))
}

#[cfg(test)]
mod tests {
    use crate::clean::html::forest::*;

    #[test]
    fn leaves_of_all_trees_are_summed() {
        let forest = Forest::parse("0 1.5 L-1 1;1 0 L2 L3\n0 0 L10 L20\n");
        assert_eq!(forest.score(&[1.0, 0.0]), -1.0 + 20.0);
        assert_eq!(forest.score(&[2.0, 0.5]), 3.0 + 20.0);
    }

    #[test]
    fn trees_with_cycles_are_rejected() {
        assert!(Forest::parse("0 1 0 L1\n0 1 5 L1\nnonsense").roots.is_empty());
    }

    #[test]
    fn the_built_in_table_parses() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert!(lines > 10);
        assert_eq!(built_in().roots.len(), lines);
    }
}
