//! `smpp send` to `smpp mc`, and to message centres that misbehave.

use smpp_codec::pdu::{Body, DeliverSm};
use smpp_codec::values::{Address, EsmClass};
use smpp_tokio::{Acceptor, MessageCenter, TlsServer};

use crate::esme::run;
use crate::tool::{Mc, PASSWORDS, Signal, smpp, smpp_with};

#[test]
fn a_message_and_its_receipt() {
    let mc = Mc::start(&["--receipt-after", "100ms"]);
    let ran = mc.send(&["--text", "hello", "--receipt"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "text: 5 septets of GSM 7-bit in 1 part, data_coding 0x00, room for 155 more: \
         the default alphabet has every character"
    );
    let ids = ran.ids();
    assert_eq!(ids.len(), 1);
    assert!(ids[0].len() <= 8 && ids[0].bytes().all(|octet| octet.is_ascii_hexdigit()));
    let receipt = format!(
        "receipt for part 1 of 1: DELIVERED, message_id \"{}\"",
        ids[0]
    );
    assert!(lines[2].starts_with(&receipt), "{ran:?}");
    assert!(
        lines[2].contains("stat \"DELIVRD\", err \"000\""),
        "{ran:?}"
    );
    mc.said(&[
        &ids[0],
        "from BANK to +447700900123, receipt asked for",
        "GSM 7-bit: \"hello\"",
    ]);
    mc.said(&[&ids[0], "receipt DELIVERED to #1 bank"]);
}

#[test]
fn any_text_arrives_whole() {
    let mc = Mc::start(&[]);
    let turkish = "Pijamalı hasta yağız şoföre çabucak güvendi. Fahiş bluz güvencesi yıkık çöpçü.";
    let emoji = "👨‍👩‍👧 comes at 8 😀";
    let long: String = (0..200).map(|number| format!("{number} ")).collect();
    let long_emoji = "😀 und so weiter ".repeat(20);
    for (text, parts) in [(turkish, 1), (emoji, 1), (&long, 5), (&long_emoji, 6)] {
        let ran = mc.send(&["--text", text, "--receipt"]);
        assert_eq!((ran.code, ran.ids().len()), (Some(0), parts), "{ran:?}");
        let shown = format!(": \"{text}\"");
        let whole = match parts {
            1 => String::from("submit_sm"),
            parts => format!("whole in {parts} parts"),
        };
        mc.said(&[&whole, &shown]);
    }
    let ran = mc.send(&["--text", turkish]);
    assert!(ran.stdout.contains("of GSM 7-bit, Turkish"), "{ran:?}");
    let ran = mc.send(&["--text", emoji, "--version", "5.0", "--bind", "trx"]);
    assert!(
        ran.stdout.contains("16-bit units of UCS-2 in 1 part"),
        "{ran:?}"
    );
    let ran = mc.send(&["--text", "plain", "--version", "3.3", "--data-coding", "0"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // What a terminal would take for a command is escaped.
    mc.send(&["--text", "bell\u{7}\u{1b}[2J"]);
    mc.said(&["\"bell\\u{7}\\u{1b}[2J\""]);
}

#[test]
fn who_is_refused_is_told_and_nobody_learns_which_ids_exist() {
    let mc = Mc::start(&["--pdus"]);
    let send = |system_id, password| {
        let send = ["send", "--connect", &mc.address, "--system-id", system_id];
        let message = [
            "--from",
            "BANK",
            "--to",
            "1",
            "--text",
            "x",
            "--password",
            password,
        ];
        smpp(&[&send[..], &message].concat())
    };
    let known = send("bank", "wrong-pw");
    known.failed(
        1,
        &[
            "refused to bind \"bank\"",
            "ESME_RBINDFAIL",
            "check the system_id",
        ],
    );
    let unknown = send("nobody", "wrong-pw");
    assert_eq!(known.stderr.replace("bank", "nobody"), unknown.stderr);
    mc.complained(&["\"bank\"", "refused with ESME_RBINDFAIL"]);
    assert_eq!(send("bank", PASSWORDS[0]).code, Some(0));
    let (code, stdout, _) = mc.stop(Signal::Interrupt);
    assert_eq!(code, Some(0));
    assert!(
        stdout
            .iter()
            .any(|line| line.contains("password=<8 octets>")),
        "{stdout:?}"
    );
}

#[test]
fn bad_usage_is_code_2_and_shows_no_password() {
    // Each option that is given replaces the good one.
    let send = |given: &[&str]| {
        let mut arguments = vec!["send"];
        for good in [
            ["--connect", "127.0.0.1:1"],
            ["--system-id", "bank"],
            ["--from", "BANK"],
            ["--to", "1"],
            ["--text", "x"],
        ] {
            if !given.contains(&good[0]) {
                arguments.extend(good);
            }
        }
        arguments.extend(given);
        smpp_with(&arguments, &[("SMPP_PASSWORD", PASSWORDS[0])])
    };
    send(&["--receipt", "--bind", "tx"]).failed(2, &["--receipt needs --bind trx"]);
    send(&["--receipt", "--version", "3.3"]).failed(2, &["3.3 has no transceiver"]);
    send(&["--password", "hush-hush-hush"]).failed(2, &["--password is longer than the 8"]);
    send(&["--data-coding", "4"]).failed(2, &["--data-coding 4"]);
    for (wrong, why) in [
        (&["--from", "12 34"][..], "TON:NPI:ADDRESS"),
        (&["--to", "123456789012345678901"], "longer than 20 octets"),
        (&["--wait", "soon"], "write a whole number"),
        (&["--pw=hush-hus"], "unexpected argument '--pw'"),
        (&["--text"], "a value is required"),
    ] {
        let ran = send(wrong);
        assert_eq!(
            (ran.code, ran.stderr.contains(why)),
            (Some(2), true),
            "{ran:?}"
        );
    }
    assert!(
        !smpp_with(&["send", "--help"], &[("SMPP_PASSWORD", PASSWORDS[0])])
            .stdout
            .is_empty()
    );
    send(&["--connect", "nowhere"]).failed(2, &["--connect nowhere: write HOST:PORT"]);
    for wrong in ["bank", ":hush-hus", "bank:hush-hush-hush"] {
        let ran = smpp(&["mc", "--listen", "127.0.0.1:0", "--user", wrong]);
        ran.failed(2, &["--user number 1"]);
    }
}

/// A message centre of the test's own, which answers a submission as `answer` says.
async fn answering(center: MessageCenter, receipts: &'static [&'static str]) {
    let (unbound, _) = center.accept().await.unwrap();
    let Ok(binding) = unbound.bind_request().await else {
        return;
    };
    let (connection, mut incoming) = binding.accept(b"mc").unwrap();
    let submission = incoming.next_request().await.unwrap();
    // Receipts first, as some do; the answer comes while they wait for theirs.
    let deliveries: Vec<_> = receipts
        .iter()
        .map(|text| {
            let (connection, text) = (connection.clone(), text.as_bytes().to_vec());
            tokio::spawn(async move {
                let (phone, bank) = (Address::international(b"1"), Address::alphanumeric(b"BANK"));
                let receipt = DeliverSm {
                    esm_class: EsmClass::MC_DELIVERY_RECEIPT,
                    ..DeliverSm::new(phone, bank, &text)
                };
                connection.deliver_sm(receipt).await.is_ok()
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(matches!(submission.pdu().body, Body::SubmitSm(_)));
    submission.accept(b"ABC").unwrap();
    let mut taken = Vec::new();
    for delivery in deliveries {
        taken.push(delivery.await.unwrap());
    }
    while incoming.next().await.is_some() {}
    // A receipt of somebody else's message stays with the message centre.
    let own: Vec<bool> = receipts
        .iter()
        .map(|text| text.contains("id:2748"))
        .collect();
    assert_eq!(taken, own);
}

fn send_to_own(receipts: &'static [&'static str], wait: &str) -> crate::tool::Ran {
    send_over(None, receipts, wait, &[])
}

/// Sends one message to a message centre of the test's own.
fn send_over(
    tls: Option<TlsServer>,
    receipts: &'static [&'static str],
    wait: &str,
    more: &[&str],
) -> crate::tool::Ran {
    run(async {
        let mut center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        if let Some(tls) = tls {
            center = center.with_acceptor(Acceptor::new().with_tls(tls));
        }
        let address = format!("localhost:{}", center.local_addr().unwrap().port());
        let wait = wait.to_owned();
        let more: Vec<String> = more.iter().map(|&word| word.to_owned()).collect();
        let sending = tokio::task::spawn_blocking(move || {
            let more = more.iter().map(String::as_str);
            let words = [
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
                "--receipt",
                "--wait",
                &wait,
            ];
            smpp(&words.into_iter().chain(more).collect::<Vec<_>>())
        });
        let answered = tokio::spawn(answering(center, receipts));
        let ran = sending.await.unwrap();
        // Whoever was not served at all leaves it waiting.
        let half_a_second = std::time::Duration::from_millis(500);
        if let Ok(answered) = tokio::time::timeout(half_a_second, answered).await {
            answered.unwrap();
        }
        ran
    })
}

#[test]
fn a_message_in_tls_goes_only_to_whom_is_trusted() {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (pem, key) = (signed.cert.pem(), signed.signing_key.serialize_pem());
    let server = || TlsServer::new(pem.as_bytes(), key.as_bytes()).unwrap();
    let directory = std::env::temp_dir().join(format!("smpp-cli-tls-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let roots = directory.join("roots.pem");
    std::fs::write(&roots, &pem).unwrap();

    let receipts = &["id:2748 stat:DELIVRD"];
    let trusted = ["--tls-roots", roots.to_str().unwrap()];
    let ran = send_over(Some(server()), receipts, "10", &trusted);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = send_over(Some(server()), receipts, "10", &["--tls"]);
    ran.failed(1, &["certificate"]);
    // A peer without TLS is told nothing.
    let ran = send_over(None, receipts, "10", &trusted);
    ran.failed(1, &["TLS"]);
    let ran = send_over(None, receipts, "10", &["--tls-roots", "no-such-file"]);
    ran.failed(2, &["--tls-roots no-such-file"]);
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_receipt_before_the_response_and_with_a_decimal_id_is_known() {
    let ran = send_to_own(&["id:2748 stat:DELIVRD", "id:9 stat:UNDELIV"], "10");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stdout.contains("DELIVERED, message_id \"2748\""),
        "{ran:?}"
    );
    assert!(!ran.stdout.contains("UNDELIVERABLE"), "{ran:?}");
}

#[test]
fn a_receipt_that_does_not_come_is_a_failure() {
    let ran = send_to_own(&["id:9 stat:DELIVRD"], "300ms");
    let why = "no receipt came within 0.3 s for part 1 of 1; 1 came that are about other messages";
    ran.failed(1, &[why]);
}

#[test]
fn a_message_that_was_not_delivered_is_a_failure() {
    let ran = send_to_own(&["id:2748 stat:UNDELIV err:12"], "10");
    ran.failed(1, &["part 1 of 1 was not delivered: UNDELIVERABLE"]);
    assert!(
        ran.stdout
            .contains("UNDELIVERABLE, message_id \"2748\", stat \"UNDELIV\", err \"12\"")
    );
}
