//! What a whole run writes to the log: what is useful is in it, what is secret is not.

mod common;

use std::io;
use std::sync::{Arc, Mutex};

use common::LONG;
use smpp_codec::pdu::{DeliverSm, SubmitSm};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::Address;
use smpp_codec::{CommandStatus, Tolerance};
use smpp_session::Config;
use smpp_tokio::{Esme, MessageCenter, Settings};
use tokio::io::{AsyncWriteExt, duplex};
use tokio::time::timeout;
use tracing_subscriber::fmt::MakeWriter;

/// The log, kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Runs with everything logged, and gives the log. Whatever `run` prints of values is added.
async fn logged(run: impl Future<Output = String>) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let printed = timeout(LONG, run).await.unwrap();
    drop(guard);
    let mut text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    text.push_str(&printed);
    text
}

const SECRETS: [&str; 6] = [
    "s3cr3t",
    "447700900123",
    "447700900999",
    "lunch",
    "payl0ad",
    "BANKING",
];

#[tokio::test]
async fn no_password_address_or_text_is_in_it() {
    let text = logged(async {
        let mut printed = String::new();
        let (near, far) = duplex(4096);
        let center = tokio::spawn(async move {
            let unbound = MessageCenter::open(far, Default::default());
            let binding = unbound.bind_request().await.unwrap();
            let mut printed = format!("{binding:?}");
            let (connection, mut incoming) = binding.accept(b"mc").unwrap();
            let first = incoming.next_request().await.unwrap();
            printed.push_str(&format!("{first:?} {first:#?} {:?}", first.frame()));
            first.accept(b"42").unwrap();
            let second = incoming.next_request().await.unwrap();
            second.refuse(CommandStatus::ESME_RTHROTTLED).unwrap();
            let (from, to) = (
                Address::international(b"447700900123"),
                Address::international(b"447700900999"),
            );
            connection
                .deliver_sm(DeliverSm::new(from, to, b"lunch?"))
                .await
                .unwrap();
            printed.push_str(&format!("{connection:?} {incoming:?}"));
            assert!(incoming.next().await.is_some());
            connection.closed().await;
            printed
        });
        let esme = Esme::new("bank\u{1b}[31m", "s3cr3t");
        printed.push_str(&format!("{esme:?}"));
        let (connection, mut incoming) = esme.bind(near).await.unwrap();
        let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"payl0ad")];
        let submit = SubmitSm {
            tlvs: (&payload).into(),
            ..SubmitSm::new(
                Address::alphanumeric(b"BANKING"),
                Address::international(b"447700900123"),
                b"",
            )
        };
        printed.push_str(&format!("{submit:?}"));
        connection.submit_sm(submit).await.unwrap();
        let text = SubmitSm::new(
            Address::alphanumeric(b"BANKING"),
            Address::international(b"447700900123"),
            b"lunch at 12",
        );
        let error = connection.submit_sm(text).await.unwrap_err();
        printed.push_str(&format!("{error} {error:?}"));
        let nul = SubmitSm {
            source_addr: Address::alphanumeric(b"BANKING\0"),
            ..text
        };
        let error = connection.submit_sm(nul).await.unwrap_err();
        printed.push_str(&format!("{error} {error:?}"));
        let request = incoming.next_request().await.unwrap();
        printed.push_str(&format!("{request:?}"));
        request.accept(b"").unwrap();
        connection.unbind().await.unwrap();
        printed.push_str(&center.await.unwrap());
        printed
    })
    .await;
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} is in:\n{text}");
    }
    assert!(
        !text.contains('\u{1b}'),
        "a control character is in:\n{text}"
    );
    for useful in [
        "system_id=bank\\x1b[31m",
        "command=submit_sm ",
        "sequence_number=2",
        "status=ESME_RTHROTTLED",
        "latency_us=",
        "bound",
        "reason=unbound",
    ] {
        assert!(text.contains(useful), "{useful} is not in:\n{text}");
    }
}

#[tokio::test]
async fn a_fault_is_told_without_what_it_was_in() {
    let text = logged(async {
        let (mut near, far) = duplex(4096);
        let settings =
            Settings::new().with_session(Config::new().with_tolerance(Tolerance::STRICT));
        let unbound = MessageCenter::open(far, settings);
        // A bind whose password is too long, then a stream that is no SMPP.
        let fields = b"bank\0s3cr3t-and-more\0\0\x34\0\0\0";
        let mut octets = vec![0, 0, 0, 16 + fields.len() as u8, 0, 0, 0, 2];
        octets.extend([0, 0, 0, 0, 0, 0, 0, 1]);
        octets.extend_from_slice(fields);
        octets.extend_from_slice(b"GET /s3cr3t HTTP/1.1\r\n\r\n");
        near.write_all(&octets).await.unwrap();
        let error = unbound.bind_request().await.unwrap_err();
        format!("{error} {error:?}")
    })
    .await;
    assert!(!text.contains("s3cr3t"), "{text}");
    assert!(text.contains("password") && text.contains("HTTP"), "{text}");
}
