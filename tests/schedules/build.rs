//! Compiles the connection with shuttle's mutex, and leaves all other crates as they are.

fn main() {
    println!("cargo::rustc-cfg=smpp_shuttle");
    println!("cargo::rustc-check-cfg=cfg(smpp_shuttle)");
    // The features of smpp-connection: none of them is on here.
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"tls\", \"proxy-protocol\", \"pcapng\", \"tracing\", \"stream\"))"
    );
    println!("cargo::rerun-if-changed=build.rs");
}
