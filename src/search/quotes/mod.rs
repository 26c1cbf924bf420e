//! Lists quotations, article by article.

mod collapse;
mod elsewhere;
mod hit;
mod list;
mod request;
#[cfg(test)]
mod tests;

pub use hit::QuotationHit;
pub use list::Quotations;
pub use request::QuotesRequest;
