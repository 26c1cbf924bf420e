//! Random values that let in who knows them.

use std::fmt;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io;

/// Number of random bytes of a secret.
const RANDOM_BYTES: usize = 32;
/// Number of characters of a token that somebody chose.
const CHOSEN_LENGTHS: std::ops::RangeInclusive<usize> = 16..=256;

/// Value that lets in who knows it: a token, a cookie or a one-time code.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Creates a secret that nobody knows.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn random() -> io::Result<Secret> {
        let mut bytes = [0; RANDOM_BYTES];
        getrandom::fill(&mut bytes).map_err(io::Error::from)?;
        let mut text = String::with_capacity(2 * RANDOM_BYTES);
        for byte in bytes {
            let _ = write!(text, "{byte:02x}"); // writing to a string does not fail
        }
        Ok(Secret(text))
    }

    /// Takes a token that somebody chose, unless it is too short to be safe, or cannot stand in a header.
    pub fn chosen(text: &str) -> Option<Secret> {
        let text = text.trim();
        let is_fit = CHOSEN_LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_fit.then(|| Secret(text.to_owned()))
    }

    /// Returns whether `candidate` is this secret. The time does not tell how much of it is right.
    pub(crate) fn matches(&self, candidate: &[u8]) -> bool {
        let secret = self.0.as_bytes();
        let differences = secret.iter().zip(candidate).fold(0, |found, (a, b)| black_box(found | (a ^ b)));
        differences == 0 && secret.len() == candidate.len()
    }

    /// Returns the secret itself, to be sent or stored.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use crate::serve::access::secret::*;

    #[test]
    fn secrets_are_random_and_compared_whole() -> io::Result<()> {
        let (a, b) = (Secret::random()?, Secret::random()?);
        assert_eq!(a.expose().len(), 64);
        assert!(a.matches(a.expose().as_bytes()) && !a.matches(b.expose().as_bytes()));
        for other in ["", &a.expose()[1..], &a.expose()[..63], &format!("{}0", a.expose())] {
            assert!(!a.matches(other.as_bytes()), "{other}");
        }
        assert_eq!(format!("{a:?}"), "Secret(..)");
        Ok(())
    }

    #[test]
    fn chosen_tokens_are_long_and_fit_in_a_header() {
        let chosen = |text: &str| Secret::chosen(text).map(|secret| secret.expose().to_owned());
        assert_eq!(chosen(" 0123456789abcdef\n").as_deref(), Some("0123456789abcdef"));
        for text in ["", "0123456789abcde", "0123456789 abcdef", "0123456789abcdeé", &"a".repeat(257)] {
            assert_eq!(chosen(text), None, "{text}");
        }
    }
}
