//! Peers that are none, while a normal client goes on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use smpp_codec::Version;
use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;

use crate::esme::{bank, run};
use crate::tool::{LONG, Mc, PASSWORDS};

/// Sends octets and ends the stream; answers what came back.
fn throw(mc: &Mc, octets: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(&mc.address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.write_all(octets).unwrap();
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    // Closing with octets unread is a reset: what came before it counts.
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// `generic_nack` with `ESME_RINVCMDLEN`.
fn is_nack(answer: &[u8]) -> bool {
    answer.starts_with(&[0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 2])
}

#[test]
fn each_is_told_of_and_nobody_else_is_disturbed() {
    let mc = Mc::start(&[]);
    run(async {
        let (client, _incoming) = bank(&mc.address, Version::V3_4).await;
        let goes_on = async |text: &str| {
            let (from, to) = (
                Address::alphanumeric(b"BANK"),
                Address::international(b"44"),
            );
            let id = client
                .submit_sm(SubmitSm::text(from, to, text.as_bytes()))
                .await;
            mc.said(&[&String::from_utf8(id.unwrap()).unwrap(), text]);
        };
        goes_on("before").await;

        assert!(is_nack(&throw(
            &mc,
            b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )));
        mc.complained(&["smpp: 127.0.0.1:", "session #2", "this looks like HTTP"]);
        goes_on("after http").await;

        let hello = [&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3][..], &[7; 200]].concat();
        assert!(is_nack(&throw(&mc, &hello)));
        mc.complained(&["session #3", "this looks like a TLS hello"]);
        goes_on("after tls").await;

        // Half of a bind.
        assert!(throw(&mc, &[0, 0, 0, 40, 0, 0, 0, 9, 0, 0]).is_empty());
        mc.complained(&[
            "session #4",
            "closed the connection before a whole bind had come",
        ]);
        goes_on("after half a bind").await;

        // Gone in the middle of a PDU, once bound.
        let mut bind = vec![0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1];
        for field in ["bank\0", PASSWORDS[0], "\0\0\x34\0\0\0"] {
            bind.extend(field.as_bytes());
        }
        bind[3] = u8::try_from(bind.len()).unwrap();
        bind.extend([0, 0, 0, 60, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 2, b'x']);
        let answer = throw(&mc, &bind);
        assert_eq!(answer[4..12], [0x80, 0, 0, 9, 0, 0, 0, 0], "bound");
        mc.complained(&["session #5", "closed the connection without unbinding"]);
        goes_on("after half a message").await;

        // A length that no PDU has, once bound.
        bind.truncate(bind.len() - 17);
        bind.extend([0xFF; 16]);
        assert!(throw(&mc, &bind).windows(12).any(is_nack));
        mc.complained(&["session #6", "command_length", "4294967295"]);
        goes_on("after a hostile length").await;

        // Nonsense, and more connections that say nothing than there is room for.
        throw(&mc, &[0; 4096]);
        let silent: Vec<_> = (0..100)
            .map(|_| TcpStream::connect(&mc.address).unwrap())
            .collect();
        mc.said(&["too many connections do not bind"]);
        goes_on("after silence").await;
        let (other, _incoming) = bank(&mc.address, Version::V5_0).await;
        other.unbind().await.unwrap();
        drop(silent);
        client.unbind().await.unwrap();
    });
    let (code, _, stderr) = mc.stop("-INT");
    assert_eq!(code, Some(0));
    assert!(
        stderr
            .iter()
            .all(|line| line.starts_with("smpp: 127.0.0.1:")),
        "{stderr:#?}"
    );
}
