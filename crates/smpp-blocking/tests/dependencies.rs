//! What the crate brings with it: no runtime, whatever its features.

use std::process::Command;

#[test]
fn no_runtime_is_in_the_tree() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--all-features", "--prefix", "none"])
        .args(["-e", "normal,build", "--target", "all", "--format", "{p}"])
        .args([
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .output()
        .unwrap();
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let tree = String::from_utf8(tree.stdout).unwrap();
    let crates = || tree.lines().filter_map(|line| line.split(' ').next());
    // It is the right tree.
    assert!(
        crates().any(|name| name == "rustls") && crates().any(|name| name == "smpp-connection")
    );
    let parts = [
        "tokio", "async", "smol", "futures", "mio", "polling", "socket2",
    ];
    let runtime = crates().find(|name| parts.iter().any(|part| name.starts_with(part)));
    assert_eq!(runtime, None);
}
