//! An index on a cluster answers as one in a folder does.

use clippings::Searcher;
use clippings::internals::opensearch::index_documents;

use crate::opensearch::server::TestIndex;
use crate::search::query_language::{Archive, ROOT, check_examples, documents};

#[test]
fn documented_examples_hold_on_a_cluster() {
    let Some(index) = TestIndex::new() else { return };
    let documents: Vec<_> = documents().into_iter().map(|(_, document)| document).collect();
    index_documents(&index.address(), ROOT.as_ref(), &documents).expect("an index");
    check_examples(&Archive::of(Searcher::on_cluster(&index.address()).expect("an index")));
}
