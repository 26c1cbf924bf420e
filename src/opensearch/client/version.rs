//! Versions of documents, which changes are conditional on.

use serde_json::Value;

/// A version of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocumentVersion {
    seq_no: u64,
    primary_term: u64,
}

impl DocumentVersion {
    /// Returns the version that an answer tells.
    pub(in crate::opensearch) fn of(answer: &Value) -> Option<Self> {
        let number = |name: &str| answer[name].as_u64();
        Some(DocumentVersion { seq_no: number("_seq_no")?, primary_term: number("_primary_term")? })
    }

    /// Returns the query of a request that changes this version; without one, the document must be new.
    pub(in crate::opensearch) fn condition(version: Option<Self>) -> String {
        match version {
            Some(DocumentVersion { seq_no, primary_term }) => {
                format!("if_seq_no={seq_no}&if_primary_term={primary_term}")
            }
            None => "op_type=create".to_owned(),
        }
    }

    /// Makes the action of a bulk change this version only.
    pub(super) fn restrict(self, action: &mut Value) {
        action["if_seq_no"] = self.seq_no.into();
        action["if_primary_term"] = self.primary_term.into();
    }
}
