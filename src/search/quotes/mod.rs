//! Lists quotations, article by article.

mod list;
mod request;

pub use list::{QuotationHit, Quotations};
pub use request::QuotesRequest;
