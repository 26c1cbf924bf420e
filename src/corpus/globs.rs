//! Which files of a folder are wanted, by patterns of their names.

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::article::ReadOptions;

/// Patterns of files that are wanted and of files that are not.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    /// Files that match any of `include`, or all when there is none, and none of `exclude`. A pattern is held against
    /// the path below the folder and against the name alone.
    ///
    /// # Errors
    /// Which pattern is none, and why.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, String> {
        let include = if include.is_empty() { None } else { Some(set(include)?) };
        Ok(Globs { include, exclude: set(exclude)? })
    }

    /// Returns the globs of `options`, which were checked when the user chose them.
    pub fn of(options: &ReadOptions) -> Self {
        Globs::new(&options.include, &options.exclude).unwrap_or_default()
    }

    /// Whether the file at `path` below its folder is wanted.
    pub fn take(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let matches = |set: &GlobSet| set.is_match(path) || set.is_match(name);
        self.include.as_ref().is_none_or(matches) && !matches(&self.exclude)
    }
}

fn set(patterns: &[String]) -> Result<GlobSet, String> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder
            .add(Glob::new(pattern).map_err(|error| format!("invalid pattern {pattern}: {}", error.kind()))?);
    }
    builder.build().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use crate::corpus::globs::*;

    #[test]
    fn patterns_are_held_against_paths_and_names() {
        let globs = |include: &[&str], exclude: &[&str]| {
            let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
            Globs::new(&owned(include), &owned(exclude))
        };
        let takes = |include: &[&str], exclude: &[&str], path| {
            globs(include, exclude).is_ok_and(|set| set.take(path))
        };
        assert!(takes(&[], &[], "a/b.txt"));
        assert!(takes(&["*.txt"], &[], "a/b.txt") && !takes(&["*.txt"], &[], "a/b.md"));
        assert!(!takes(&[], &["drafts/**"], "drafts/x/b.txt") && takes(&[], &["drafts/**"], "a/drafts.txt"));
        assert!(!takes(&["2024/*"], &["*~*"], "2023/b.txt") && takes(&["2024/*"], &[], "2024/b.txt"));
        assert!(globs(&["a{"], &[]).is_err_and(|error| error.starts_with("invalid pattern a{")));
    }
}
