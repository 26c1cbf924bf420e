//! Where the token comes from.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::os_error_message;
use crate::serve::access::private_file;
use crate::serve::access::secret::Secret;
use crate::serve::options::{ServeError, ServeOptions};
use crate::text::regular_file::{is_exposed, read_settings};

/// Variable with the token.
pub(crate) const TOKEN_VARIABLE: &str = "CLIPPINGS_TOKEN";

/// Token of a server.
#[derive(Debug)]
pub(crate) struct FoundToken {
    /// The token.
    pub token: Secret,
    /// File that has it.
    pub file: Option<PathBuf>,
    /// Whether the user chose it.
    pub is_chosen: bool,
    /// Message about it for the user.
    pub note: Option<String>,
}

/// Returns the token of the file that was named, else of `CLIPPINGS_TOKEN`, else of the state folder, where
/// one is generated if there is none.
///
/// # Errors
/// If the file that was named cannot be read, or a token is not fit.
pub(crate) fn find(options: &ServeOptions) -> Result<FoundToken, ServeError> {
    if let Some(found) = chosen(options)? {
        return Ok(found);
    }
    let token = Secret::random().map_err(ServeError::Start)?;
    let Some(file) = generated_file(options) else {
        let note = "there is no state folder, so the token is good for this run only; scripts need one of \
                    their own: set CLIPPINGS_TOKEN or name a file with --token-file";
        return Ok(FoundToken { token, file: None, is_chosen: false, note: Some(note.into()) });
    };
    if let Some(token) = stored(&file) {
        return Ok(FoundToken { token, file: Some(file), is_chosen: false, note: None });
    }
    let (file, note) = match private_file::replace(&file, &format!("{}\n", token.expose())) {
        Ok(()) => (Some(file), None),
        Err(error) => {
            let note = format!(
                "the token cannot be stored in {}, so it is good for this run only: {}; scripts need one \
                 of their own: set {TOKEN_VARIABLE} or name a file with --token-file",
                file.display(),
                os_error_message(&error)
            );
            (None, Some(note))
        }
    };
    Ok(FoundToken { token, file, is_chosen: false, note })
}

/// Returns the token that a running server of this user has, without generating one.
///
/// # Errors
/// As [`find`].
pub(crate) fn existing(options: &ServeOptions) -> Result<Option<Secret>, ServeError> {
    if let Some(found) = chosen(options)? {
        return Ok(Some(found.token));
    }
    Ok(generated_file(options).and_then(|file| stored(&file)))
}

/// Returns the token that the user chose.
fn chosen(options: &ServeOptions) -> Result<Option<FoundToken>, ServeError> {
    let unfit = |origin: String| {
        ServeError::Token(format!(
            "{origin} has no token: one of 16 to 256 letters, digits and signs is needed"
        ))
    };
    if let Some(file) = &options.token_file {
        let text = read_settings(file).map_err(|error| {
            ServeError::Token(format!("cannot read {}: {}", file.display(), os_error_message(&error)))
        })?;
        let token = Secret::chosen(&text).ok_or_else(|| unfit(file.display().to_string()))?;
        let note = is_exposed(file)
            .then(|| format!("others can read {}: `chmod 600` keeps the token to yourself", file.display()));
        return Ok(Some(FoundToken { token, file: Some(file.clone()), is_chosen: true, note }));
    }
    let Some(value) = env::var_os(TOKEN_VARIABLE).filter(|value| !value.is_empty()) else { return Ok(None) };
    let token = Secret::chosen(&value.to_string_lossy()).ok_or_else(|| unfit(TOKEN_VARIABLE.into()))?;
    Ok(Some(FoundToken { token, file: None, is_chosen: true, note: None }))
}

/// Returns the path of the file with the token that is generated.
fn generated_file(options: &ServeOptions) -> Option<PathBuf> {
    options.state_dir.as_ref().map(|folder| folder.join("serve").join("token"))
}

/// Returns the token that was generated before, unless others could read it.
fn stored(file: &Path) -> Option<Secret> {
    if is_exposed(file) {
        return None;
    }
    Secret::chosen(&read_settings(file).ok()?)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::index::IndexDir;
    use crate::serve::access::token::*;

    #[test]
    fn a_token_is_generated_once_and_kept_to_its_owner() -> Result<(), ServeError> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut options = ServeOptions::new(IndexDir::new(folder.path().join("index")));
        options.state_dir = Some(folder.path().join("state"));
        assert!(existing(&options)?.is_none());
        let first = find(&options)?;
        let file = first.file.clone().expect("a file");
        assert!(find(&options)?.token.matches(first.token.expose().as_bytes()));
        assert!(existing(&options)?.is_some() && !is_exposed(&file) && !first.is_chosen);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("permissions");
            assert!(!find(&options)?.token.matches(first.token.expose().as_bytes()));
            assert!(!is_exposed(&file));
        }
        Ok(())
    }

    #[test]
    fn a_token_without_a_place_is_good_for_one_run() -> Result<(), ServeError> {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "").expect("a file");
        let mut options = ServeOptions::new(IndexDir::new(folder.path()));
        assert!(find(&options)?.note.is_some_and(|note| note.contains("no state folder")));
        options.state_dir = Some(folder.path().join("file/state"));
        let found = find(&options)?;
        assert!(found.file.is_none() && found.note.is_some_and(|note| note.contains("cannot be stored")));
        Ok(())
    }

    #[test]
    fn a_token_of_a_file_must_be_fit() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("token");
        let mut options = ServeOptions::new(IndexDir::new(folder.path()));
        options.token_file = Some(file.clone());
        let message = |options: &ServeOptions| find(options).err().map(|error| error.to_string());
        assert!(message(&options).is_some_and(|message| message.contains("cannot read")));
        fs::write(&file, "short\n").expect("a file");
        assert!(message(&options).is_some_and(|message| message.contains("has no token")));
        fs::write(&file, "0123456789abcdef\n").expect("a file");
        assert!(
            find(&options).is_ok_and(|found| found.is_chosen && found.token.matches(b"0123456789abcdef"))
        );
    }
}
