//! State that all handlers share.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::archive::LiveArchive;
use crate::mcp::McpServer;
use crate::serve::drafts::CheckedDrafts;
use crate::serve::freshness::FolderWatch;
use crate::serve::options::ServeOptions;
use crate::serve::response::ServerResponse;

/// Work that answers a request and blocks.
pub(crate) type Work = Box<dyn FnOnce(&Served) -> ServerResponse + Send>;

/// State that all handlers share.
#[derive(Clone)]
pub(crate) struct Served {
    /// The index.
    pub archive: Arc<LiveArchive>,
    /// Answers to assistants.
    pub mcp: Arc<McpServer>,
    /// Changes in the folders of the index.
    pub folders: FolderWatch,
    /// Drafts that were checked.
    pub drafts: Arc<CheckedDrafts>,
    /// Permits to work on pages: as many as there are cores, since a search blocks.
    page_workers: Arc<Semaphore>,
    /// Permits to work for programs, and on drafts and exports: their long work must not keep pages waiting.
    pub workers: Arc<Semaphore>,
    /// Options of the server.
    pub options: Arc<ServeOptions>,
}

impl Served {
    /// Creates the state of a server with these options.
    pub(crate) fn new(options: ServeOptions) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let archive = Arc::new(LiveArchive::new(options.index.clone()));
        Served {
            mcp: Arc::new(McpServer::of(Arc::clone(&archive))),
            archive,
            folders: FolderWatch::new(&options),
            page_workers: Arc::new(Semaphore::new(cores)),
            drafts: Arc::default(),
            workers: Arc::new(Semaphore::new(cores)),
            options: Arc::new(options),
        }
    }

    /// Runs `work` for a page, which blocks, apart from the connections; `None` if it panics.
    pub(crate) async fn run(&self, work: Work) -> Option<ServerResponse> {
        self.run_with(&self.page_workers, work).await
    }

    /// Runs `work` for a program or on a draft, which may take long; `None` if it panics.
    pub(crate) async fn run_long(&self, work: Work) -> Option<ServerResponse> {
        self.run_with(&self.workers, work).await
    }

    async fn run_with(&self, workers: &Arc<Semaphore>, work: Work) -> Option<ServerResponse> {
        let permit = Arc::clone(workers).acquire_owned().await.ok();
        let served = self.clone();
        let task = move || {
            let _permit = permit;
            Some(work(&served))
        };
        spawn(Box::new(task)).await.ok().flatten()
    }
}

/// Runs a task that blocks, apart from the connections.
pub(crate) fn spawn(
    task: Box<dyn FnOnce() -> Option<ServerResponse> + Send>,
) -> JoinHandle<Option<ServerResponse>> {
    tokio::task::spawn_blocking(task)
}
