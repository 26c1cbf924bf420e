//! Decides about a request before any handler sees it.
//!
//! The decision depends on the head of the request and on the configuration, and on nothing else: it knows
//! nothing of sockets. Pages, API and whatever else is routed pass it alike.

mod credentials;
mod head;
mod hosts;
mod target;

#[cfg(test)]
mod tests;

pub(crate) use credentials::cookies_named;
pub use head::{GuardKeys, RequestHead};
pub use hosts::AllowedHosts;

/// Path at which a one-time code is exchanged for a cookie, the only one that is answered without a token.
pub(crate) const EXCHANGE_PATH: &str = "/open";

/// Methods that are answered.
pub(crate) const METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// Decision about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The request is routed.
    Allow,
    /// The code in the target is to be exchanged for a cookie; nothing else is answered.
    Exchange,
    /// The request is refused.
    Deny(DenialReason),
}

/// Reason why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DenialReason {
    /// The method is none of those that are answered.
    Method,
    /// The target does not begin with `/`.
    TargetForm,
    /// The query is too long.
    LongQuery,
    /// There is no `Host`, or more than one.
    HostCount,
    /// `Host` names another server.
    ForeignHost,
    /// `Origin` is not this server, or a form was sent from a page that is not.
    ForeignOrigin,
    /// Neither the token nor a cookie was sent.
    NoToken,
    /// No path of this server looks like this one.
    Path,
}

impl DenialReason {
    /// Returns the status of the answer.
    pub fn status(self) -> u16 {
        match self {
            DenialReason::Method => 405,
            DenialReason::TargetForm | DenialReason::HostCount => 400,
            DenialReason::LongQuery => 414,
            DenialReason::ForeignHost | DenialReason::ForeignOrigin => 403,
            DenialReason::NoToken => 401,
            DenialReason::Path => 404,
        }
    }
}

/// Decides about a request.
pub fn decide(head: &RequestHead<'_>, keys: &GuardKeys<'_>) -> Decision {
    match refusal(head, keys) {
        Some(reason) => Decision::Deny(reason),
        None if target::path(head.target) == EXCHANGE_PATH => Decision::Exchange,
        None => Decision::Allow,
    }
}

/// Returns why a request is refused, if it is.
fn refusal(head: &RequestHead<'_>, keys: &GuardKeys<'_>) -> Option<DenialReason> {
    if !METHODS.contains(&head.method) {
        return Some(DenialReason::Method);
    }
    if !head.target.starts_with('/') {
        return Some(DenialReason::TargetForm);
    }
    if target::has_long_query(head.target) {
        return Some(DenialReason::LongQuery);
    }
    let [host] = head.hosts else { return Some(DenialReason::HostCount) };
    if !keys.hosts.allow(host) {
        return Some(DenialReason::ForeignHost);
    }
    let is_own = match head.origins {
        [] => true,
        [origin] => keys.hosts.is_origin_of(origin, host),
        _ => false,
    };
    // A link on another page may lead here, but a form may not: not even one of another port, whose origin
    // some browsers leave out.
    let is_foreign_form = head.method == "POST"
        && head.fetch_sites.iter().any(|site| !matches!(*site, b"same-origin" | b"none"));
    if !is_own || is_foreign_form {
        return Some(DenialReason::ForeignOrigin);
    }
    let path = target::path(head.target);
    let is_exchange = path == EXCHANGE_PATH && head.method != "POST";
    if !is_exchange && !credentials::are_valid(head, keys) {
        return Some(DenialReason::NoToken);
    }
    (!target::is_plain(path)).then_some(DenialReason::Path)
}
