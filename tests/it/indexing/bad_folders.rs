//! Folders that cannot be read: named, and left as they are; all others are brought in step.

use std::fs;

use crate::common::Dir;

const FERRY: &str = "The ferry stays in port until the storm has passed, the harbor office said.\n";
const HERON: &str = "A heron stood on the quay for most of the morning and watched the crews.\n";

fn two_folders() -> Dir {
    let dir = Dir::new();
    dir.write("a/ferry.txt", FERRY).write("b/heron.txt", HERON);
    dir.run("index a b").code(0);
    dir
}

#[test]
fn rules_half_typed_cost_no_other_folder() {
    let dir = two_folders();
    dir.write("a/clippings.rules", "cut: Advert*\nke").write("a/ferry.txt", "Nothing.\n");
    dir.write("b/otter.txt", HERON.replace("heron", "otter"));
    dir.run("index").code(2).says("a/clippings.rules: line 2: expected").shows("1 added");
    assert_eq!(dir.search("otter").files(), ["ott"]);
    assert_eq!(dir.search("ferry").files(), ["fer"]);
    dir.write("a/clippings.rules", "cut: Advert*\n");
    dir.run("index").code(0);
    assert_eq!(dir.search("ferry").total(), 0);
}

#[test]
fn a_rebuild_carries_over_a_folder_with_bad_rules() {
    let dir = two_folders();
    dir.write("a/clippings.rules", "k");
    fs::remove_file(dir.path("a/ferry.txt")).expect("a file");
    dir.run("index --rebuild").code(2).says("a/clippings.rules: line 1");
    assert_eq!(dir.search("ferry").files(), ["fer"]);
    assert_eq!(dir.search("heron").files(), ["her"]);
    dir.run("check").code(0);
}

#[test]
fn a_new_folder_with_bad_rules_is_read_once_they_are_right() {
    let dir = two_folders();
    dir.write("c/gull.txt", HERON.replace("heron", "gull")).write("c/clippings.rules", "k");
    dir.run("index c").code(2).says("c/clippings.rules: line 1");
    assert_eq!(dir.search("heron").total(), 1);
    dir.write("c/clippings.rules", "");
    dir.run("index").code(0);
    assert_eq!(dir.search("gull").files(), ["gul"]);
}

#[test]
fn a_folder_above_others_replaces_them_only_if_it_can_be_read() {
    let dir = Dir::new();
    dir.write("all/a/ferry.txt", FERRY).write("all/clippings.rules", "k");
    dir.run("index all/a").code(0);
    dir.run("index all").fails("all/clippings.rules: line 1");
    assert_eq!(dir.search("ferry").total(), 1);
}

#[test]
fn options_of_a_folder_with_bad_rules_stay_as_they_are() {
    let dir = two_folders();
    dir.write("a/clippings.rules", "k");
    dir.run("index a --no-clean").code(2);
    fs::remove_file(dir.path("a/clippings.rules")).expect("a file");
    dir.run("index a --no-clean").code(0).shows("1 updated");
}

#[test]
fn a_missing_folder_costs_no_other() {
    let dir = Dir::new();
    dir.write("a/ferry.txt", FERRY);
    dir.run("index nowhere a").code(2).says("nowhere: folder not found").shows("1 added");
    assert_eq!(dir.search("ferry").total(), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_whose_path_is_not_utf8_is_read() {
    use std::os::unix::ffi::OsStrExt;
    let dir = Dir::new();
    let folder = dir.path("x").with_file_name(std::ffi::OsStr::from_bytes(b"r\xe9gion"));
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("ferry.txt"), FERRY).expect("a file");
    fs::write(folder.join("own.rules"), "cut: Advert*\n").expect("a file");
    let run = |args: &[&std::ffi::OsStr]| crate::common::run(dir.command().args(args), "");
    let (index, rules) = (std::ffi::OsStr::new("index"), folder.join("own.rules"));
    run(&[index, folder.as_os_str(), "--rules".as_ref(), rules.as_os_str()]).code(0);
    dir.run("index").code(0).shows("1 unchanged");
    dir.run("check").code(0);
    assert_eq!(dir.search("ferry").total(), 1);
}
