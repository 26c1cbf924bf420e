//! Declares the options of the commands that keep the folders of an index.

use std::path::PathBuf;

use clap::{Args, value_parser};

use crate::cli::args::INDEX;

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

/// Options of an index on a cluster.
#[derive(Debug, Default, Args)]
pub(crate) struct LayoutArgs {
    /// Divide a new index on a cluster into this many parts: one for each 30 GB or 3 million articles
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1024), help_heading = INDEX)]
    pub shards: Option<u32>,
    /// Keep this many copies of each part on other nodes of the cluster: one survives the loss of a node
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(0..=100), help_heading = INDEX)]
    pub replicas: Option<u32>,
    /// Numbers in the config file, which hold for a new index.
    #[arg(skip)]
    pub configured_shards: Option<u32>,
    #[arg(skip)]
    pub configured_replicas: Option<u32>,
}
