//! Lists quotations, article by article.

mod elsewhere;
mod list;
mod request;
#[cfg(test)]
mod tests;

pub use list::{QuotationHit, Quotations};
pub use request::QuotesRequest;
