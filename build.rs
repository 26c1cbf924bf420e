//! How the binary is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // One answer by one process takes a millisecond, of which a third went into moving addresses about in a program that
    // can be loaded anywhere (docs/adr/0030-a-binary-that-starts-at-once.md).
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
