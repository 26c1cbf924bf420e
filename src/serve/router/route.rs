//! Handlers of an address.

use hyper::Method;

use crate::serve::api::problem::Problem;
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::serve::streaming::Streamed;

/// Handler of requests. All of them have one type for each place where they run, so that the code that runs
/// them is compiled once.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// Answers at once.
    AtOnce(fn(&Call) -> ServerResponse),
    /// Answers with a page, apart from the connections.
    Page(fn(&Served, &Call) -> ServerResponse),
    /// Answers with a page, which may take long.
    LongPage(fn(&Served, &Call) -> ServerResponse),
    /// Answers a program, which may take long.
    Program(fn(&Served, &Call) -> Result<ServerResponse, Problem>),
    /// Answers with a body that is sent while it is written.
    Stream(fn(&Served, &Call) -> Result<Streamed, Problem>),
}

/// Handlers of an address, by the method.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    /// Handler of GET, and of HEAD.
    pub get: Option<Handler>,
    /// Handler of POST.
    pub post: Option<Handler>,
}

impl Route {
    /// Creates the route of an address that is only read.
    pub(crate) const fn get(handler: Handler) -> Self {
        Route { get: Some(handler), post: None }
    }

    /// Returns the handler of a method.
    pub(super) fn handler(&self, method: &Method) -> Option<Handler> {
        match *method {
            Method::GET | Method::HEAD => self.get,
            Method::POST => self.post,
            _ => None,
        }
    }

    /// Returns the methods that have a handler.
    pub(crate) fn methods(&self) -> &'static str {
        match (self.get, self.post) {
            (Some(_), Some(_)) => "GET,HEAD,POST",
            (Some(_), None) => "GET,HEAD",
            (None, _) => "POST",
        }
    }
}

/// Returns what `path` has behind `folder`, if that is a name: no path, and not empty.
pub(crate) fn name_in<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder).filter(|name| !name.is_empty() && !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use crate::serve::router::route::*;

    #[test]
    fn a_name_is_one_part_of_a_path() {
        assert_eq!(name_in("/verify/ab", "/verify/"), Some("ab"));
        for path in ["/verify", "/verify/", "/verify/a/b", "/article/a"] {
            assert_eq!(name_in(path, "/verify/"), None, "{path}");
        }
    }
}
