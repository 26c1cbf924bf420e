//! Glob patterns that include and exclude files of a folder.

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::article::ReadOptions;

/// Patterns of files to include and to exclude.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    /// Accepts the files that match any of `include`, or all if it is empty, and none of `exclude`. A pattern
    /// is matched against the path below the folder and against the file name alone.
    ///
    /// # Errors
    /// The first invalid pattern and the reason.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, String> {
        let include = if include.is_empty() { None } else { Some(glob_set(include)?) };
        Ok(Globs { include, exclude: glob_set(exclude)? })
    }

    /// Returns the globs of `options`, which were validated when the user set them.
    pub(crate) fn from_options(options: &ReadOptions) -> Self {
        Globs::new(&options.include, &options.exclude).unwrap_or_default()
    }

    /// Returns whether the file at `path` below its folder is accepted.
    pub(crate) fn is_match(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let matches = |set: &GlobSet| set.is_match(path) || set.is_match(name);
        self.include.as_ref().is_none_or(matches) && !matches(&self.exclude)
    }
}

fn glob_set(patterns: &[String]) -> Result<GlobSet, String> {
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
    fn patterns_match_paths_and_names() {
        let globs = |include: &[&str], exclude: &[&str]| {
            let owned = |list: &[&str]| list.iter().map(|pattern| (*pattern).to_owned()).collect::<Vec<_>>();
            Globs::new(&owned(include), &owned(exclude))
        };
        let accepts = |include: &[&str], exclude: &[&str], path| {
            globs(include, exclude).is_ok_and(|set| set.is_match(path))
        };
        assert!(accepts(&[], &[], "a/b.txt"));
        assert!(accepts(&["*.txt"], &[], "a/b.txt") && !accepts(&["*.txt"], &[], "a/b.md"));
        assert!(
            !accepts(&[], &["drafts/**"], "drafts/x/b.txt") && accepts(&[], &["drafts/**"], "a/drafts.txt")
        );
        assert!(!accepts(&["2024/*"], &["*~*"], "2023/b.txt") && accepts(&["2024/*"], &[], "2024/b.txt"));
        assert!(globs(&["a{"], &[]).is_err_and(|error| error.starts_with("invalid pattern a{")));
    }
}
