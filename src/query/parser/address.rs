//! Reads IPv6 addresses of sites, whose brackets and colons other words lose.

use crate::query::ast::{Query, Term};
use crate::query::parser::Parser;
use crate::text::url::host_name;

impl Parser<'_> {
    /// Reads the value of `site:`, or the phrase after it, as an IPv6 address.
    pub(crate) fn site_address(&mut self, value: &str, start: usize) -> Option<Query> {
        let quoted = self.attached_phrase(self.index).filter(|_| value.is_empty());
        let host = host_name(quoted.unwrap_or(value)).filter(|host| host.starts_with('['))?;
        let term = Term::new(self.analyzer, &host)?;
        self.index += usize::from(quoted.is_some());
        self.admit(Query::Term(Term { surface: host, base: None, ..term }), start)
    }
}
