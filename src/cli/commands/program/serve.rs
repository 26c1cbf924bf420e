//! `clippings serve`: serves a page over the archive, and an API.

use std::io::{self, IsTerminal};
use std::process::{Command, Stdio};
use std::thread;

use clippings::internals::serve::{ServeOptions, Started, new_link, serve};
use clippings::internals::text::path_key;
use clippings::internals::text::shell_word::shell_word;
use clippings::internals::wire::PathDisplay;
use tokio::sync::oneshot;

use crate::cli::args::{Common, ServeArgs};
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::messages;
use crate::cli::output::text::print;
use crate::cli::{dirs, interrupt};

/// Runs `clippings serve`.
pub(crate) fn run(args: &ServeArgs, common: &Common) -> anyhow::Result<u8> {
    if let [folder, ..] = args.folders.as_slice() {
        let folder = path_key::shown(folder);
        anyhow::bail!(
            "`clippings serve` takes no folder: index it with `clippings index {}`, then run `clippings serve`",
            shell_word(&folder)
        );
    }
    let options = options(args, common)?;
    if args.new_link {
        print(&format!("{}\n", new_link(&options)?))?;
        return Ok(SUCCESS);
    }
    let (sender, stopped) = oneshot::channel();
    interrupt::on_stop(move || {
        let _ = sender.send(()); // the server may have ended by itself
    });
    let mut announced = Ok(());
    let started = |started: &Started| announced = announce(started, args, common);
    serve(options, started, async {
        let _ = stopped.await;
    })?;
    announced?;
    Ok(SUCCESS)
}

/// Returns the options of the server.
fn options(args: &ServeArgs, common: &Common) -> anyhow::Result<ServeOptions> {
    let mut options = ServeOptions::new(common.index_location()?.for_server());
    options.names_index = common.index.is_some();
    options.port = args.port;
    options.host = args.host;
    options.allowed_hosts.clone_from(&args.allow_host);
    options.socket.clone_from(&args.socket);
    options.token_file.clone_from(&args.token_file);
    options.config_dir = dirs::config();
    options.state_dir = dirs::state();
    options.link_template.clone_from(&args.link);
    options.collapse = !args.no_collapse;
    Ok(options)
}

/// Opens the page, or prints its address, and says what else is to know.
fn announce(started: &Started, args: &ServeArgs, common: &Common) -> io::Result<()> {
    let display = PathDisplay::relative_to_current_dir();
    if !common.quiet {
        messages::print_notes(&started.notes);
        if let Some(file) = &started.token_file {
            // A script may run in another folder.
            messages::print(&format!("the token for programs is in {}", PathDisplay::absolute().name(file)));
        }
    }
    let Some(url) = &started.url else {
        if let Some(socket) = &args.socket
            && !common.quiet
        {
            messages::print(&format!("listening on the socket {}; Ctrl-C stops", display.name(socket)));
        }
        return Ok(());
    };
    if !common.quiet {
        let addresses: Vec<String> =
            started.addresses.iter().map(|address| format!("http://{address}/")).collect();
        messages::print(&format!("serving {}; Ctrl-C stops", addresses.join(" and ")));
    }
    if !args.no_open && io::stdout().is_terminal() && open_browser(url) {
        return Ok(());
    }
    print(&format!("{url}\n"))?;
    if !common.quiet {
        messages::print(ONCE);
    }
    Ok(())
}

/// Explanation of the address that is printed.
const ONCE: &str =
    "this address opens the page once, within a minute; `clippings serve --new-link` prints another";

/// Opens `url` in the browser of the user, or returns that there is none. If one fails to start, the address
/// is printed.
fn open_browser(url: &str) -> bool {
    let Some((program, args)) = browser() else { return false };
    let mut command = Command::new(program);
    command.args(args).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let url = url.to_owned();
    // Some browsers stay the child of the program that opens them.
    let waiting = thread::Builder::new().name("browser".into()).spawn(move || {
        if !child.wait().is_ok_and(|status| status.success()) {
            let _ = print(&format!("{url}\n")); // who closed standard output does not want it
            messages::print(ONCE);
        }
    });
    waiting.is_ok()
}

/// Returns the program that opens an address in the browser of the user, with its first arguments.
fn browser() -> Option<(&'static str, &'static [&'static str])> {
    if cfg!(windows) {
        return Some(("cmd", &["/C", "start", ""]));
    }
    if cfg!(target_os = "macos") {
        return Some(("open", &[]));
    }
    // Without a screen, a browser for the terminal would take the place of this program.
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| dirs::variable(name).is_some());
    has_screen.then_some(("xdg-open", &[]))
}
