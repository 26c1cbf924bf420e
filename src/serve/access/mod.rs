//! Who is let in: the token of scripts, one-time codes, and the cookies that they are exchanged for.

pub(crate) mod new_link;
pub(crate) mod private_file;
pub(crate) mod running;
pub(crate) mod secret;
pub(crate) mod token;

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::serve::access::secret::Secret;

/// Time for which a code can be used.
const CODE_LIFETIME: Duration = Duration::from_secs(60);
/// Maximum number of codes that wait for their use; the oldest ones give way.
const MAX_CODES: usize = 16;
/// Maximum number of browsers that are let in; the oldest ones give way.
const MAX_SESSIONS: usize = 64;

/// Token, codes and cookies of a running server.
#[derive(Debug)]
pub(crate) struct Access {
    /// Token of scripts.
    pub token: Secret,
    /// Name of the cookie. Browsers send cookies to all ports of a machine, so each server has its own.
    pub cookie_name: String,
    issued: Mutex<Issued>,
}

/// Codes and cookies that were handed out.
#[derive(Debug, Default)]
struct Issued {
    codes: Vec<OneTimeCode>,
    sessions: Vec<Secret>,
}

/// Code that opens the page once.
#[derive(Debug)]
struct OneTimeCode {
    code: Secret,
    made: Instant,
    /// Cookie that it was exchanged for.
    session: Option<Secret>,
}

impl Access {
    /// Creates the access to a server on `port`, or on a socket.
    pub(crate) fn new(token: Secret, port: Option<u16>) -> Self {
        let port = port.map_or("socket".to_owned(), |port| port.to_string());
        Access { token, cookie_name: format!("clippings-{port}"), issued: Mutex::default() }
    }

    /// Returns a new code.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn new_code(&self, now: Instant) -> io::Result<Secret> {
        let code = Secret::random()?;
        let mut issued = self.issued();
        issued.drop_old(now);
        issued.codes.push(OneTimeCode { code: code.clone(), made: now, session: None });
        keep_last(&mut issued.codes, MAX_CODES);
        Ok(code)
    }

    /// Exchanges a code for a cookie. A code that is used a second time was seen by somebody else: the cookie
    /// that it was exchanged for is then void, unless it is one of the `cookies` of this request.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn exchange(
        &self,
        code: &[u8],
        cookies: &[&[u8]],
        now: Instant,
    ) -> io::Result<Option<Secret>> {
        let mut issued = self.issued();
        issued.drop_old(now);
        let Some(known) = issued.codes.iter_mut().find(|known| known.code.matches(code)) else {
            return Ok(None);
        };
        if let Some(session) = known.session.clone() {
            if !cookies.iter().any(|cookie| session.matches(cookie)) {
                issued.sessions.retain(|other| !other.matches(session.expose().as_bytes()));
            }
            return Ok(None);
        }
        let session = Secret::random()?;
        known.session = Some(session.clone());
        issued.sessions.push(session.clone());
        keep_last(&mut issued.sessions, MAX_SESSIONS);
        Ok(Some(session))
    }

    /// Returns whether one of the `cookies` is that of a browser that was let in.
    pub(crate) fn has_session(&self, cookies: &[&[u8]]) -> bool {
        self.with_sessions(|sessions| {
            sessions.iter().any(|session| cookies.iter().any(|cookie| session.matches(cookie)))
        })
    }

    /// Calls `read` with the cookies of all browsers that were let in.
    pub(crate) fn with_sessions<T>(&self, read: impl FnOnce(&[Secret]) -> T) -> T {
        read(&self.issued().sessions)
    }

    fn issued(&self) -> MutexGuard<'_, Issued> {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Issued {
    /// Drops the codes that are no longer good.
    fn drop_old(&mut self, now: Instant) {
        self.codes.retain(|code| now.saturating_duration_since(code.made) < CODE_LIFETIME);
    }
}

/// Keeps the last `count` values.
fn keep_last<T>(values: &mut Vec<T>, count: usize) {
    values.drain(..values.len().saturating_sub(count));
}

#[cfg(test)]
mod tests {
    use crate::serve::access::*;

    fn access() -> io::Result<Access> {
        Ok(Access::new(Secret::random()?, Some(7272)))
    }

    #[test]
    fn a_code_is_good_once_and_for_a_minute() -> io::Result<()> {
        let (access, now) = (access()?, Instant::now());
        let code = access.new_code(now)?;
        let late = access.new_code(now)?;
        let session = access.exchange(code.expose().as_bytes(), &[], now)?;
        assert!(session.is_some_and(|session| access.has_session(&[session.expose().as_bytes()])));
        assert!(access.exchange(late.expose().as_bytes(), &[], now + CODE_LIFETIME)?.is_none());
        for other in ["", "0", access.token.expose()] {
            assert!(access.exchange(other.as_bytes(), &[], now)?.is_none());
        }
        Ok(())
    }

    #[test]
    fn a_code_that_somebody_else_used_lets_nobody_in() -> io::Result<()> {
        let (access, now) = (access()?, Instant::now());
        let code = access.new_code(now)?;
        let code = code.expose().as_bytes();
        let session = access.exchange(code, &[], now)?.expect("a cookie");
        let cookie = session.expose().as_bytes();
        // The same browser again.
        assert!(access.exchange(code, &[b"old", cookie], now)?.is_none());
        assert!(access.has_session(&[cookie]));
        // Another one.
        assert!(access.exchange(code, &[], now)?.is_none());
        assert!(!access.has_session(&[cookie]));
        Ok(())
    }

    #[test]
    fn codes_and_cookies_are_limited_in_number() -> io::Result<()> {
        let (access, now) = (access()?, Instant::now());
        let first = access.new_code(now)?;
        for _ in 0..MAX_CODES {
            access.new_code(now)?;
        }
        assert!(access.exchange(first.expose().as_bytes(), &[], now)?.is_none());
        for _ in 0..2 * MAX_SESSIONS {
            let code = access.new_code(now)?;
            assert!(access.exchange(code.expose().as_bytes(), &[], now)?.is_some());
        }
        assert_eq!(access.with_sessions(<[Secret]>::len), MAX_SESSIONS);
        Ok(())
    }
}
