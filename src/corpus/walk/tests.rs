//! Tests of walking.

use crate::corpus::walk::*;
use std::io;

fn selected(root: &Path) -> WalkResult {
    let mut result = walk(root, &|_| false, || false).unwrap_or_default();
    result.select(|_| true);
    result
}

#[test]
fn text_files_are_listed_others_counted_and_hidden_ones_skipped() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    for name in ["b.txt", "a/x.TXT", "c.png", "noext", ".hidden/y.txt", ".z.txt", ".gitignore"] {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
        std::fs::write(&path, "*")?;
    }
    let result = selected(dir.path());
    let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
    assert_eq!(names, ["a/x.TXT", "b.txt"]);
    assert_eq!(result.skipped, BTreeMap::from([("(none)".into(), 1), ("png".into(), 1)]));
    assert!(result.failures.is_empty());
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_are_followed_once() -> io::Result<()> {
    use std::os::unix::fs::symlink;
    let (dir, outside) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let path = |name: &str| dir.path().join(name);
    std::fs::create_dir(path("sub"))?;
    std::fs::create_dir(outside.path().join("deep"))?;
    std::fs::write(path("sub/own.txt"), "x")?;
    std::fs::write(outside.path().join("far.txt"), "x")?;
    std::fs::write(outside.path().join("deep/deep.txt"), "x")?;
    symlink(dir.path(), path("sub/loop"))?;
    symlink(path("sub/own.txt"), path("a link to own.txt"))?;
    symlink(path("sub"), path("a link to sub"))?;
    symlink(outside.path(), path("one"))?;
    symlink(outside.path(), path("two"))?;
    symlink(outside.path().join("deep"), path("three"))?;
    symlink(path("nowhere"), path("dangling.txt"))?;
    let result = selected(dir.path());
    let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
    assert_eq!(names, ["one/deep/deep.txt", "one/far.txt", "sub/own.txt"]);
    assert!(result.skipped.get(SYMBOLIC_LINK).is_some_and(|count| *count >= 5), "{:?}", result.skipped);
    assert_eq!(result.failures.len(), 1, "{:?}", result.failures);
    assert!(result.failures[0].path.ends_with("dangling.txt"));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_folder_is_entered_once_however_links_lead_to_it() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    for folder in 0..24 {
        let folder_path = dir.path().join(format!("{folder:02}"));
        std::fs::create_dir(&folder_path)?;
        std::fs::write(folder_path.join("a.txt"), "x")?;
        for other in (0..24).filter(|other| *other != folder) {
            let target = format!("../{other:02}");
            std::os::unix::fs::symlink(target, folder_path.join(format!("to-{other:02}")))?;
        }
    }
    let result = selected(dir.path());
    let expected: Vec<_> = (0..24).map(|folder| format!("{folder:02}/a.txt")).collect();
    let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
    assert_eq!(names, expected);
    assert_eq!(result.skipped, BTreeMap::from([(SYMBOLIC_LINK.to_owned(), 24 * 23)]));
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_shortest_path_through_links_wins() -> io::Result<()> {
    use std::os::unix::fs::symlink;
    let (dir, outside) = (tempfile::tempdir()?, tempfile::tempdir()?);
    std::fs::create_dir_all(dir.path().join("a/b/c"))?;
    std::fs::create_dir_all(outside.path().join("x/y"))?;
    std::fs::write(outside.path().join("x/y/far.txt"), "x")?;
    std::fs::write(outside.path().join("x/near.txt"), "x")?;
    symlink(outside.path(), dir.path().join("a/b/c/top"))?;
    symlink(outside.path().join("x"), dir.path().join("z"))?;
    symlink(dir.path(), outside.path().join("x/back"))?;
    let names =
        |result: WalkResult| result.files.into_iter().map(|file| file.relative_path).collect::<Vec<_>>();
    assert_eq!(names(selected(dir.path())), ["z/near.txt", "z/y/far.txt"]);
    symlink("z/y", dir.path().join("y"))?;
    assert_eq!(names(selected(dir.path())), ["y/far.txt", "z/near.txt"]);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_file_with_several_names_is_listed_once() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    std::fs::create_dir(dir.path().join("a"))?;
    std::fs::write(dir.path().join("a/deep.txt"), "x")?;
    std::fs::hard_link(dir.path().join("a/deep.txt"), dir.path().join("top.txt"))?;
    std::fs::hard_link(dir.path().join("a/deep.txt"), dir.path().join("b.txt"))?;
    let names = |is_wanted: fn(&str) -> bool| {
        let mut result = walk(dir.path(), &|_| false, || false).unwrap_or_default();
        result.select(is_wanted);
        (result.files.into_iter().map(|file| file.relative_path).collect::<Vec<_>>(), result.skipped)
    };
    assert_eq!(names(|_| true), (vec!["b.txt".into()], BTreeMap::from([(HARD_LINK.into(), 2)])));
    // A name that the user does not want stands for no other.
    assert_eq!(names(|path| path.starts_with("a/")).0, ["a/deep.txt"]);
    Ok(())
}

#[test]
fn a_walk_stops_when_asked() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    std::fs::write(dir.path().join("a.txt"), "x")?;
    assert!(walk(dir.path(), &|_| false, || true).is_none());
    Ok(())
}

#[test]
fn pages_with_names_of_crawlers_are_found_by_their_content() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let page = "<!DOCTYPE html><p>x";
    for (name, content) in [
        ("story", page),
        ("story.php?id=7", page),
        ("story.php?file=a.pdf", page),
        ("story.shtml", "Set at five.<br><p>The ferry stays.</p></body>"),
        ("default.aspx@id=3", "<link rel=x><div>The ferry stays.</div></body>"),
        ("index.htm~", page),
        ("3.5-million-stay", page),
        ("coast.example.com", page),
        ("page.html.2", page),
        ("code.asp", "<%@ Language=x %><html><p>x</p></body>"),
        ("LICENSE", "Permission is granted"),
        ("code.php", "<?php echo 1;"),
        ("page.bak", page),
    ] {
        std::fs::write(dir.path().join(name), content)?;
    }
    let result = selected(dir.path());
    let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
    let expected = [
        "3.5-million-stay",
        "coast.example.com",
        "default.aspx@id=3",
        "index.htm~",
        "page.html.2",
        "story",
        "story.php?file=a.pdf",
        "story.php?id=7",
        "story.shtml",
    ];
    assert_eq!(names, expected);
    assert_eq!(result.skipped.values().sum::<u64>(), 4);
    Ok(())
}

#[test]
fn resources_that_a_browser_saved_with_a_page_are_part_of_it() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    for name in ["a.html", "a_files/frame.html", "a_files/x/y.html", "a_files/s.js", "b_files/own.html"] {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
        std::fs::write(&path, "x")?;
    }
    let result = selected(dir.path());
    let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
    assert_eq!(names, ["a.html", "b_files/own.html"]);
    assert_eq!(result.skipped.get(PART_OF_PAGE), Some(&3));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_file_name_that_is_not_utf8_is_a_key() -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir()?;
    std::fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.txt")), "x")?;
    let result = selected(dir.path());
    assert_eq!((result.files.len(), result.failures.len()), (1, 0), "{:?}", result.failures);
    let path = dir.path().join(path_key::decode(&result.files[0].relative_path));
    assert!(path.is_file(), "{path:?}");
    Ok(())
}
