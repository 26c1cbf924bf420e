//! What the guard reads.

use crate::serve::access::secret::Secret;
use crate::serve::guard::hosts::AllowedHosts;

/// Head of a request, as far as the guard reads it. Of each header all values are listed, as they were sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct RequestHead<'a> {
    /// Method.
    pub method: &'a str,
    /// Target as it was sent, with the query.
    pub target: &'a str,
    /// Values of `Host`.
    pub hosts: &'a [&'a [u8]],
    /// Values of `Origin`.
    pub origins: &'a [&'a [u8]],
    /// Values of `Sec-Fetch-Site`.
    pub fetch_sites: &'a [&'a [u8]],
    /// Values of `Cookie`.
    pub cookies: &'a [&'a [u8]],
    /// Values of `Authorization`.
    pub authorizations: &'a [&'a [u8]],
}

/// Keys that let a request in.
#[derive(Debug, Clone, Copy)]
pub struct GuardKeys<'a> {
    /// Names of this server.
    pub hosts: &'a AllowedHosts,
    /// Token of scripts.
    pub token: &'a Secret,
    /// Name of the cookie.
    pub cookie_name: &'a str,
    /// Values of the cookie, one for each browser.
    pub sessions: &'a [Secret],
}
