//! Sets `cfg(smpp_model)` for the sources of smpp-session.

fn main() {
    println!("cargo::rustc-cfg=smpp_model");
    println!("cargo::rerun-if-changed=build.rs");
}
