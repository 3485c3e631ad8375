//! Compiles the adapter with shuttle's threads, and leaves all other crates as they are.

fn main() {
    println!("cargo::rustc-cfg=smpp_shuttle");
    println!("cargo::rustc-check-cfg=cfg(smpp_shuttle)");
    // The features of smpp-blocking: none of them is on here.
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"tls\", \"proxy-protocol\", \"pcapng\", \"tracing\"))"
    );
    println!("cargo::rerun-if-changed=build.rs");
}
