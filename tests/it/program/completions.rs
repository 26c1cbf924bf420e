//! `clippings completions --install`.

use std::fs;

use crate::common::{Dir, Run, run};

/// Installs completions with `SHELL` set to `shell`.
fn install(dir: &Dir, shell: &str) -> Run {
    run(dir.command().env("SHELL", shell).args(["completions", "--install"]), "")
}

#[test]
fn the_script_is_written_where_the_shell_looks_for_it() {
    for (shell, place) in [
        ("/bin/bash", "home/.local/share/bash-completion/completions/clippings"),
        ("/usr/bin/zsh", "home/.local/share/zsh/site-functions/_clippings"),
        ("/usr/bin/fish", "home/.config/fish/completions/clippings.fish"),
    ] {
        let dir = Dir::new();
        install(&dir, shell)
            .code(0)
            .says(&format!("wrote {}, which new shells read", dir.path(place).display()));
        let script = fs::read_to_string(dir.path(place)).expect("a script");
        let name = shell.rsplit('/').next().expect("a name");
        assert!(script.starts_with(&dir.args(&["completions", name]).code(0).stdout), "{shell}");
        install(&dir, shell).code(0);
        assert_eq!(fs::read_to_string(dir.path(place)).expect("a script"), script, "{shell}");
    }
}

#[test]
fn a_file_of_somebody_else_is_kept() {
    let dir = Dir::new();
    let place = "home/.config/fish/completions/clippings.fish";
    dir.write(place, "complete -c clippings\n");
    install(&dir, "/usr/bin/fish").fails("has not written it; move it away");
    assert_eq!(fs::read_to_string(dir.path(place)).expect("the file"), "complete -c clippings\n");
    dir.write(place, dir.run("completions fish").code(0).stdout.as_str());
    install(&dir, "/usr/bin/fish").code(0);
}

#[test]
fn the_folders_of_the_environment_are_used() {
    let dir = Dir::new();
    let data = dir.path("data");
    run(dir.command().env("XDG_DATA_HOME", &data).args(["completions", "zsh", "--install"]), "").code(0);
    run(dir.command().env("BASH_COMPLETION_USER_DIR", &data).args(["completions", "bash", "--install"]), "")
        .code(0);
    assert!(data.join("zsh/site-functions/_clippings").is_file());
    assert!(data.join("completions/clippings").is_file());
}

#[test]
fn zsh_is_told_of_the_folder_once() {
    let dir = Dir::new();
    let folder = dir.path("home/.local/share/zsh/site-functions");
    let line = format!("fpath=({} $fpath)", folder.display());
    install(&dir, "/bin/zsh").code(0).says(&format!("add `{line}` to "));
    for line in [&*line, "fpath+=(~/.local/share/zsh/site-functions)"] {
        dir.write("home/.zshrc", format!("{line}\nautoload -Uz compinit && compinit\n"));
        assert!(!install(&dir, "/bin/zsh").code(0).stderr.contains("fpath"), "{line}");
    }
}

#[test]
fn shells_without_a_folder_and_unknown_ones_are_told_what_to_do() {
    let dir = Dir::new();
    dir.run("completions powershell --install").fails("to the file $PROFILE");
    dir.run("completions elvish --install").fails("to rc.elv");
    install(&dir, "/bin/tcsh").fails("$SHELL names no shell with completions");
    run(dir.command().env_remove("HOME").args(["completions", "bash", "--install"]), "")
        .fails("HOME is not set");
    dir.run("completions").code(2).says("<SHELL>");
}
