//! Declares the options of the commands that keep the folders of an index.

use std::path::PathBuf;

use clap::Args;

/// Keep the index up to date while this command runs
#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Folders to add first [default: those in the config file]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// After each update, print what is new to the saved searches of the index, as `clippings saved run` does
    #[arg(long)]
    pub alerts: bool,
}

/// Remove folders from the index; the folders themselves are not changed
#[derive(Debug, Args)]
pub(crate) struct ForgetArgs {
    /// Folders to remove
    #[arg(value_name = "FOLDER", required = true)]
    pub folders: Vec<PathBuf>,
    /// Remove folders that another machine indexed, too, from an index on a cluster
    #[arg(long)]
    pub take_over: bool,
}
