//! The platform's roots are what a client trusts unless it is told otherwise.
//!
//! On Unix, `SSL_CERT_FILE` and `SSL_CERT_DIR` stand in for the platform's own, as with OpenSSL. So
//! this test runs itself again with another environment.
#![cfg(all(unix, feature = "tls"))]

use std::env;
use std::fs;
use std::process::Command;

use smpp_connection::TlsClient;

const SAYS: &str = "the client says: ";

#[test]
fn as_another_process() {
    if env::var_os("SMPP_TEST_ROOTS").is_some() {
        match TlsClient::new() {
            Ok(_) => println!("{SAYS}ready"),
            Err(error) => println!("{SAYS}{error}"),
        }
    }
}

/// What a client says whose platform has this file of roots, and nothing else.
fn with_platform(roots: &str) -> String {
    let folder = env::temp_dir().join(format!("smpp-roots-{}-{}", std::process::id(), roots.len()));
    let empty = folder.join("empty");
    fs::create_dir_all(&empty).unwrap();
    let file = folder.join("roots.pem");
    fs::write(&file, roots).unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "as_another_process", "--nocapture"])
        .env("SMPP_TEST_ROOTS", "1")
        .env("SSL_CERT_FILE", &file)
        .env("SSL_CERT_DIR", &empty)
        .output()
        .unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let said = output
        .lines()
        .find_map(|line| Some(line.split_once(SAYS)?.1.to_owned()));
    said.unwrap_or_else(|| panic!("nothing was said: {output}"))
}

#[test]
fn what_the_platform_trusts_is_trusted_and_a_platform_without_is_an_error() {
    let authority = rcgen::generate_simple_self_signed(["authority.example".to_owned()]).unwrap();
    assert_eq!(with_platform(&authority.cert.pem()), "ready");

    let said = with_platform("");
    assert!(
        said.starts_with("no root certificate could be read"),
        "{said}"
    );
    assert!(
        said.ends_with("give those of the peer's authority as PEM"),
        "{said}"
    );
}
