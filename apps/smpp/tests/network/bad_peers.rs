//! Peers that are none: thrown at `smpp mc` while a normal client goes on, and before `smpp send`.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

use smpp_codec::Version;
use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;

use crate::esme::{bank, run};
use crate::tool::{LONG, Mc, PASSWORDS, Signal, smpp};

/// Sends octets and ends the stream; answers what came back.
fn throw(mc: &Mc, octets: &[u8]) -> Vec<u8> {
    throw_bound(mc, &[], octets)
}

/// The same, once a bind has been answered; the answer to that comes first.
fn throw_bound(mc: &Mc, bind: &[u8], octets: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(&mc.address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    let mut answer = Vec::new();
    if !bind.is_empty() {
        stream.write_all(bind).unwrap();
        answer.resize(16, 0);
        stream.read_exact(&mut answer).unwrap();
    }
    stream.write_all(octets).unwrap();
    let _ = stream.shutdown(Shutdown::Write);
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
                .submit_sm(SubmitSm::new(from, to, text.as_bytes()))
                .await;
            mc.said(&[&id.unwrap().to_string(), text]);
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
        mc.complained(&["session #3", "this looks like TLS"]);
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
        let half = [0, 0, 0, 60, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 2, b'x'];
        let answer = throw_bound(&mc, &bind, &half);
        assert_eq!(answer[4..12], [0x80, 0, 0, 9, 0, 0, 0, 0], "bound");
        mc.complained(&["session #5", "closed the connection without unbinding"]);
        goes_on("after half a message").await;

        // A length that no PDU has, once bound.
        let answer = throw_bound(&mc, &bind, &[0xFF; 16]);
        assert!(answer.windows(12).any(is_nack));
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
    let (code, _, stderr) = mc.stop(Signal::Interrupt);
    assert_eq!(code, Some(0));
    assert!(
        stderr
            .iter()
            .all(|line| line.starts_with("smpp: 127.0.0.1:")),
        "{stderr:#?}"
    );
}

#[test]
fn a_message_centre_that_is_none() {
    type Talk = fn(&mut TcpStream);
    let cases: [(&str, Talk); 5] = [
        ("this looks like HTTP", |stream| {
            stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .unwrap();
        }),
        ("this looks like TLS", |stream| {
            stream.write_all(b"\x16\x03\x01\x00\x05hello").unwrap();
        }),
        ("this looks like SSH", |stream| {
            stream.write_all(b"SSH-2.0-OpenSSH_9.9\r\n").unwrap();
        }),
        ("closed the connection before it answered the bind", |_| {}),
        (
            "closed the connection before it answered the bind",
            |stream| {
                // Half of a bind_transmitter_resp.
                stream
                    .write_all(&[0, 0, 0, 24, 0x80, 0, 0, 2, 0, 0])
                    .unwrap();
            },
        ),
    ];
    for (words, talk) in cases {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let peer = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bind = [0; 16];
            stream.read_exact(&mut bind).unwrap();
            talk(&mut stream);
            // All that was sent has to be read, or closing would be a reset.
            stream.shutdown(Shutdown::Write).unwrap();
            let _ = stream.read_to_end(&mut Vec::new());
        });
        let ran = smpp(&[
            "send",
            "--connect",
            &address,
            "--system-id",
            "bank",
            "--password",
            PASSWORDS[0],
            "--from",
            "BANK",
            "--to",
            "1",
            "--text",
            "x",
        ]);
        ran.failed(1, &[words, &address]);
        peer.join().unwrap();
    }
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let ran = smpp(&[
        "send",
        "--connect",
        &nobody,
        "--system-id",
        "bank",
        "--password",
        PASSWORDS[0],
        "--from",
        "BANK",
        "--to",
        "1",
        "--text",
        "x",
    ]);
    ran.failed(1, &["cannot connect to", &nobody, "refused"]);
}

#[test]
fn a_message_centre_that_vanishes_in_the_middle_of_its_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let peer = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 512];
        assert_ne!(stream.read(&mut request).unwrap(), 0);
        // bind_transmitter_resp of a system_id `mc`.
        let bound = [
            0, 0, 0, 19, 0x80, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, b'm', b'c', 0,
        ];
        stream.write_all(&bound).unwrap();
        assert_ne!(stream.read(&mut request).unwrap(), 0);
        // The beginning of a submit_sm_resp.
        stream.write_all(&[0, 0, 0, 20, 0x80, 0, 0, 4, 0]).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let ran = smpp(&[
        "send",
        "--connect",
        &address,
        "--system-id",
        "bank",
        "--password",
        PASSWORDS[0],
        "--from",
        "BANK",
        "--to",
        "1",
        "--text",
        "x",
    ]);
    ran.failed(
        1,
        &[
            &address,
            "did not answer part 1 of 1",
            "the peer closed the connection",
        ],
    );
    peer.join().unwrap();
}
