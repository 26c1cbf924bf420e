//! Addresses of checked drafts.

use std::fmt;
use std::str::FromStr;

/// Random number by which a draft that was checked is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DraftId(pub u128);

/// A quotation of a draft that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DraftQuotation {
    pub draft: DraftId,
    /// Number of the quotation, from 1.
    pub quotation: u32,
}

/// The error of a text that names no draft.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoDraft;

impl DraftId {
    /// Returns the address of the draft.
    pub(crate) fn address(self) -> String {
        format!("/verify/{self}")
    }
}

impl DraftQuotation {
    /// Returns the address of the report on the quotation.
    pub(crate) fn address(self) -> String {
        format!("{}#v{}", self.draft.address(), self.quotation)
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl FromStr for DraftId {
    type Err = NoDraft;

    fn from_str(text: &str) -> Result<Self, NoDraft> {
        let id = u128::from_str_radix(text, 16).map(DraftId).map_err(|_| NoDraft)?;
        // A draft has one address.
        if id.to_string() == text { Ok(id) } else { Err(NoDraft) }
    }
}

impl fmt::Display for DraftQuotation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.draft, self.quotation)
    }
}

impl FromStr for DraftQuotation {
    type Err = NoDraft;

    fn from_str(text: &str) -> Result<Self, NoDraft> {
        let (draft, quotation) = text.split_once('-').ok_or(NoDraft)?;
        let quotation = quotation.parse().map_err(|_| NoDraft)?;
        Ok(DraftQuotation { draft: draft.parse()?, quotation })
    }
}
