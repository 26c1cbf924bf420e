//! An archive of fixtures, served in process, for the tests of pages.

use std::fs;
use std::path::PathBuf;

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, LOCATION};
use hyper::http::request::Builder;
use hyper::{Request, StatusCode};
use tempfile::TempDir;

use crate::index::IndexDir;
use crate::indexer::Indexer;
use crate::progress::NoProgress;
use crate::serve::options::ServeOptions;
use crate::serve::response::read_body;
use crate::serve::router::Router;
use crate::serve::served::Served;
use crate::serve::view::ArticleId;

/// An archive in a folder of its own, and its pages.
pub(crate) struct TestArchive {
    /// Folder with `articles` and `index`.
    pub folder: TempDir,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

impl TestArchive {
    /// Indexes files of these names and contents.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        Self::with_options(files, |options| options)
    }

    /// Indexes files, and serves them with other options.
    pub(crate) fn with_options(
        files: &[(&str, &str)],
        change: impl FnOnce(ServeOptions) -> ServeOptions,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let articles = folder.path().join("articles");
        for (name, content) in files {
            let path = articles.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
        let dir = IndexDir::new(folder.path().join("index"));
        if !files.is_empty() {
            Indexer::new(dir.clone()).run(&[articles], &NoProgress).expect("an index");
        }
        let router = Router::new(Served::new(change(ServeOptions::new(dir))));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        TestArchive { folder, router, runtime }
    }

    /// Returns the path of a file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().expect("a folder").join("articles").join(name)
    }

    /// Returns the address of the article in a file, with what stands behind `?`.
    pub(crate) fn article(&self, name: &str, query: &str) -> String {
        format!("{}?{query}", ArticleId::new(&self.path(name), None).address())
    }

    /// Returns the status and the text of the answer to a GET of `address`.
    pub(crate) fn get(&self, address: &str) -> (StatusCode, String) {
        self.call(Request::get(address), "")
    }

    /// Returns the status and the page of a checked draft, or of the one that says why it is none.
    pub(crate) fn verify(&self, draft: &str) -> (StatusCode, String) {
        match self.post_draft(draft) {
            (StatusCode::SEE_OTHER, address) => self.get(address.trim_end_matches("#checked")),
            refused => refused,
        }
    }

    /// Returns the status of the answer to a draft, and the address it leads to, or else its text.
    pub(crate) fn post_draft(&self, draft: &str) -> (StatusCode, String) {
        self.call(Request::post("/verify").header(CONTENT_TYPE, "text/plain"), &format!("draft={draft}\r\n"))
    }

    /// Returns the status of the answer to a form, and the address it leads to, or else its text.
    pub(crate) fn post(&self, address: &str, form: &str) -> (StatusCode, String) {
        self.call(Request::post(address).header(CONTENT_TYPE, "application/x-www-form-urlencoded"), form)
    }

    fn call(&self, request: Builder, body: &str) -> (StatusCode, String) {
        let request = request.header("host", "127.0.0.1:7272").body(Bytes::from(body.to_owned()));
        self.runtime.block_on(async {
            let answer = self.router.answer(request.expect("a request")).await;
            let status = answer.status();
            if let Some(address) = answer.headers().get(LOCATION) {
                return (status, address.to_str().expect("an address").to_owned());
            }
            let body = read_body(answer.into_body(), usize::MAX).await.expect("a body");
            (status, String::from_utf8_lossy(&body).into_owned())
        })
    }
}
