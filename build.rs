//! How the binary is linked.
//!
//! An answer by one process takes two milliseconds, of which a third went into finding and binding shared libraries and
//! moving addresses about. So on Linux the program is one file at a fixed address, where the system has the C library to
//! put into it (docs/adr/0030-a-binary-that-starts-at-once.md).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What Rust asks the linker for, and where else those symbols are: all of it is in these archives.
const SHARED: [&str; 7] = ["c", "m", "gcc_s", "util", "rt", "pthread", "dl"];
const ARCHIVES: [&str; 4] = ["libc.a", "libm.a", "libgcc_eh.a", "libgcc.a"];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" {
        return Ok(());
    }
    link("-no-pie");
    let native = env::var("HOST").ok() == env::var("TARGET").ok();
    let archives: Option<Vec<PathBuf>> = ARCHIVES.iter().map(|name| archive(name)).collect();
    if let Some(archives) = archives.filter(|_| native) {
        let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("static");
        put_in_place_of_shared(&folder, &archives)?;
        link(&format!("-L{}", folder.display()));
        link("-static");
    }
    Ok(())
}

fn link(argument: &str) {
    println!("cargo:rustc-link-arg-bins={argument}");
}

/// The path of an archive of the system; `None` where it has none.
fn archive(name: &str) -> Option<PathBuf> {
    let found = Command::new("cc").arg(format!("-print-file-name={name}")).output().ok()?;
    let path = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim());
    path.is_absolute().then_some(path) // one that is not found is printed as it was asked for
}

/// Writes what a linker that looks for shared libraries in `folder` finds there: the archives. Cargo can ask for a static
/// C library only for all that it builds at once, and plug-ins of the compiler cannot have one.
fn put_in_place_of_shared(folder: &Path, archives: &[PathBuf]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let archives: Vec<String> = archives.iter().map(|path| format!("\"{}\"", path.display())).collect();
    let script = format!("GROUP({})\n", archives.join(" "));
    SHARED.iter().try_for_each(|name| fs::write(folder.join(format!("lib{name}.so")), &script))
}
