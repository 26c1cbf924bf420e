//! Routes: which handler answers which address, and where it runs.

pub(crate) mod route;

use hyper::StatusCode;
use hyper::header::ALLOW;

use crate::serve::api::problem::Problem;
use crate::serve::mcp;
use crate::serve::page::{article, assets, errors, help, results, saved, status, verify};
use crate::serve::refusal::is_for_programs;
use crate::serve::response::{Call, ServerResponse, WithHeader, respond_empty};
use crate::serve::router::route::{Handler, Route, name_in};
use crate::serve::served::Served;
use crate::serve::{api, export};

/// Router of all pages and of the API.
pub(crate) struct Router {
    served: Served,
}

impl Router {
    /// Creates the router of a server with this state.
    pub(crate) fn new(served: Served) -> Self {
        Router { served }
    }

    /// Answers a request. The connection adds the length, and leaves out the body of an answer to HEAD.
    pub(crate) async fn answer(&self, call: Call) -> ServerResponse {
        let path = call.uri().path();
        match page_route(path).or_else(|| api::route(path)) {
            None if is_for_programs(path) => api::unknown(path).into_response(),
            None => self.run(Handler::Page(errors::no_page), call).await,
            Some(route) => match route.handler(call.method()) {
                Some(handler) => self.run(handler, call).await,
                None => wrong_method(path).with_header(ALLOW, route.methods()),
            },
        }
    }

    /// Runs a handler where it belongs.
    async fn run(&self, handler: Handler, call: Call) -> ServerResponse {
        let served = &self.served;
        match handler {
            Handler::AtOnce(answer) => answer(&call),
            Handler::Page(answer) => {
                let page = served.run(Box::new(move |served| answer(served, &call))).await;
                page.unwrap_or_else(errors::failed)
            }
            Handler::LongPage(answer) => {
                let page = served.run_long(Box::new(move |served| answer(served, &call))).await;
                page.unwrap_or_else(errors::failed)
            }
            Handler::Program(answer) => {
                let work = move |served: &Served| {
                    let answered = answer(served, &call);
                    answered.unwrap_or_else(|problem| problem.advised(&served.options).into_response())
                };
                let answered = served.run_long(Box::new(work)).await;
                answered.unwrap_or_else(|| Problem::internal().into_response())
            }
            Handler::Stream(begin) => match begin(served, &call) {
                Ok(streamed) => streamed.send(served).await.unwrap_or_else(Problem::into_response),
                Err(problem) => problem.advised(&served.options).into_response(),
            },
        }
    }
}

/// Returns the handlers of a page, or of a file of the pages.
fn page_route(path: &str) -> Option<Route> {
    Some(match path {
        "/" => Route::get(Handler::Page(results::get)),
        "/verify" => {
            Route { get: Some(Handler::Page(verify::get)), post: Some(Handler::LongPage(verify::post)) }
        }
        "/saved" => {
            Route { get: Some(Handler::LongPage(saved::get)), post: Some(Handler::LongPage(saved::post)) }
        }
        "/status" => Route::get(Handler::Page(status::get)),
        "/help" => Route::get(Handler::Page(help::get)),
        "/opensearch.xml" => Route::get(Handler::AtOnce(help::open_search)),
        "/style.css" => Route::get(Handler::AtOnce(assets::style)),
        "/script.js" => Route::get(Handler::AtOnce(assets::script)),
        "/favicon.ico" => Route::get(Handler::AtOnce(assets::icon)),
        "/export.csv" => Route::get(Handler::Stream(export::csv)),
        "/export.json" => Route::get(Handler::Stream(export::json)),
        mcp::PATH => mcp::ROUTE,
        _ if name_in(path, "/article/").is_some() => Route::get(Handler::Page(article::get)),
        _ if name_in(path, "/verify/").is_some() => Route::get(Handler::LongPage(verify::checked)),
        _ => return None,
    })
}

/// Answers a request with a method that an address does not have.
fn wrong_method(path: &str) -> ServerResponse {
    match is_for_programs(path) {
        true => api::wrong_method().into_response(),
        false => respond_empty(StatusCode::METHOD_NOT_ALLOWED),
    }
}
