//! In TLS: both commands, and nothing in clear.

use std::fs;
use std::path::PathBuf;

use smpp_tokio::Error;

use crate::esme::{credentials, esme, run};
use crate::tool::{Mc, PASSWORDS, smpp};

/// A certificate for localhost that signed itself, and its key, in files.
struct Files {
    directory: PathBuf,
    cert: String,
    key: String,
}

impl Files {
    fn new(name: &str) -> Self {
        let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let directory = format!("smpp-cli-{name}-{}", std::process::id());
        let directory = std::env::temp_dir().join(directory);
        fs::create_dir_all(&directory).unwrap();
        let write = |name: &str, text: String| {
            let file = directory.join(name);
            fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        };
        let cert = write("cert.pem", signed.cert.pem());
        let key = write("key.pem", signed.signing_key.serialize_pem());
        Self {
            directory,
            cert,
            key,
        }
    }

    /// A message centre in TLS, and where it is.
    fn center(&self) -> (Mc, String) {
        let mc = Mc::start(&["--tls-cert", &self.cert, "--tls-key", &self.key]);
        let port = mc.address.rsplit_once(':').unwrap().1;
        let address = format!("localhost:{port}");
        (mc, address)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn send(address: &str, more: &[&str]) -> crate::tool::Ran {
    let who = ["--system-id", "bank", "--password", PASSWORDS[0]];
    let what = ["--from", "BANK", "--to", "1", "--text", "hi", "--receipt"];
    smpp(&[&["send", "--connect", address], &who[..], &what, more].concat())
}

#[test]
fn a_message_and_its_receipt_go_in_tls() {
    let files = Files::new("mc-tls");
    let (mc, address) = files.center();
    let ran = send(&address, &["--tls-roots", &files.cert]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("DELIVERED"), "{ran:?}");
    mc.said(&["#1 bind_transceiver as \"bank\""]);
}

#[test]
fn who_is_not_trusted_or_speaks_in_clear_is_not_served() {
    let files = Files::new("mc-no-tls");
    let (mc, address) = files.center();
    send(&address, &["--tls"]).failed(1, &["certificate"]);
    mc.complained(&["session #1", "TLS"]);
    run(async {
        let version = smpp_codec::Version::V3_4;
        let in_clear = esme(credentials("bank"), version).connect(&address).await;
        assert!(
            matches!(in_clear, Err(Error::Closed { .. })),
            "{in_clear:?}"
        );
    });
    mc.complained(&["session #2", "TLS"]);
    // The others are served as before.
    let ran = send(&address, &["--tls-roots", &files.cert]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_certificate_that_cannot_be_used_is_told() {
    let (files, other) = (Files::new("mc-cert"), Files::new("mc-other"));
    let mc = |cert: &str, key: &str| {
        let user = format!("bank:{}", PASSWORDS[0]);
        let listen = ["mc", "--listen", "127.0.0.1:0", "--user", &user];
        smpp(&[&listen[..], &["--tls-cert", cert, "--tls-key", key]].concat())
    };
    mc("no-such-file", &files.key).failed(2, &["--tls-cert no-such-file"]);
    mc(&files.cert, "no-such-file").failed(2, &["--tls-key no-such-file"]);
    mc(&files.cert, &other.key).failed(2, &["--tls-cert with --tls-key"]);
    mc(&files.key, &files.key).failed(2, &["--tls-cert with --tls-key"]);
    let ran = smpp(&["mc", "--user", "a:b", "--tls-cert", &files.cert]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("--tls-key"), "{ran:?}");
}
