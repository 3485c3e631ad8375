//! What goes wrong on the way: cuts, stalls, ends; and that nothing is left behind.

mod common;

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use common::{accept_all, by_hand, message, pair, read_frame, response, timely};
use smpp_blocking::{Connection, Error, Esme, Halves, Incoming, MessageCenter, Settings};
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Body, DeliverSm, SubmitSm};
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};
use smpp_codec::{Dialect, Pdu};
use smpp_session::{CloseReason, Config};

fn no_keep_alive() -> Settings {
    Settings::new().with_session(Config::new().with_enquire_link_interval(None))
}

/// A message with a payload that no pipe here holds.
fn send_large(connection: &Connection) -> Result<smpp_blocking::MessageId, Error> {
    let payload = vec![b'x'; 60_000];
    let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
    connection.submit_sm(SubmitSm {
        tlvs: (&tlvs).into(),
        ..message(b"")
    })
}

/// A peer by hand that has bound an ESME.
fn bound(
    room: usize,
    settings: Settings,
) -> (
    (Connection, Incoming),
    common::PipeReader,
    common::PipeWriter,
) {
    let (near, mut reader, mut writer) = by_hand(room);
    let binding = thread::spawn(move || {
        Esme::new("bank", "secret")
            .with_settings(settings)
            .bind(near)
    });
    let (header, _) = read_frame(&mut reader);
    writer.write_all(&response(&header)).unwrap();
    (binding.join().unwrap().unwrap(), reader, writer)
}

#[test]
fn a_cut_at_any_octet_of_a_response_ends_the_request_once() {
    for octets in 0..16 {
        let ((connection, _incoming), mut reader, mut writer) = bound(4096, no_keep_alive());
        let sending = thread::spawn({
            let connection = connection.clone();
            move || connection.submit_sm(message(b"hello"))
        });
        let (header, _) = read_frame(&mut reader);
        writer.write_all(&response(&header)[..octets]).unwrap();
        drop((reader, writer));
        let failed = timely(move || sending.join().unwrap());
        let Err(Error::Closed { reason, sent }) = failed else {
            panic!("{failed:?}")
        };
        assert_eq!((reason, sent), (CloseReason::PeerClosed, true));
        assert_eq!(connection.closed(), CloseReason::PeerClosed);
    }
}

#[test]
fn a_peer_that_does_not_read_is_given_up_and_every_caller_told() {
    let settings = no_keep_alive().with_write_timeout(Some(Duration::from_millis(100)));
    let ((connection, _incoming), _reader, _writer) = bound(100, settings);
    let senders: Vec<_> = (0..6)
        .map(|_| {
            let connection = connection.clone();
            thread::spawn(move || send_large(&connection))
        })
        .collect();
    for sender in senders {
        let failed = timely(move || sender.join().unwrap());
        assert!(failed.is_err(), "{failed:?}");
    }
    assert_eq!(connection.closed(), CloseReason::Stalled);
}

/// One caller is stuck in a write: others keep their limits, and closing closes.
#[test]
fn a_write_that_blocks_holds_up_nobody_else() {
    let settings = no_keep_alive().with_linger(Duration::from_millis(50));
    let ((connection, _incoming), mut reader, mut writer) = bound(100, settings);
    let stuck = thread::spawn({
        let connection = connection.clone();
        move || send_large(&connection)
    });
    // It is in the write once something of it has come.
    reader.read_exact(&mut [0; 1]).unwrap();
    let hurried = connection.within(Duration::from_millis(20));
    let late = timely(move || hurried.submit_sm(message(b"hello")));
    assert!(late.is_err(), "{late:?}");
    // What is received is still handled.
    let before = connection.metrics().pdus_received();
    writer
        .write_all(&[0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 9])
        .unwrap();
    let watching = connection.clone();
    timely(move || {
        while watching.metrics().pdus_received() == before {
            thread::yield_now();
        }
    });
    connection.abort();
    assert!(timely(move || stuck.join().unwrap()).is_err());
    assert_eq!(connection.closed(), CloseReason::Local);
}

/// Both sides write more than the stream holds before they read.
#[test]
fn two_peers_that_send_at_once_do_not_wait_for_each_other() {
    let [(esme, esme_requests), (center, center_requests)] = pair(100, no_keep_alive());
    let served = [esme_requests, center_requests]
        .map(|requests| thread::spawn(move || accept_all(requests)));
    let payload = vec![b'x'; 20_000];
    let senders: Vec<_> = (0..8)
        .map(|number| {
            let (esme, center, payload) = (esme.clone(), center.clone(), payload.clone());
            thread::spawn(move || {
                let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
                for _ in 0..3 {
                    if number % 2 == 0 {
                        let body = SubmitSm {
                            tlvs: (&tlvs).into(),
                            ..message(b"")
                        };
                        esme.request_ok(body).unwrap();
                    } else {
                        let body = DeliverSm {
                            tlvs: (&tlvs).into(),
                            ..Default::default()
                        };
                        center.request_ok(body).unwrap();
                    }
                }
            })
        })
        .collect();
    timely(|| {
        senders
            .into_iter()
            .for_each(|sender| sender.join().unwrap())
    });
    esme.unbind().unwrap();
    let requests = timely(move || served.map(|thread| thread.join().unwrap()));
    assert_eq!(requests, [12, 12]);
}

/// The peer asks more than the outgoing buffer holds answers to, and reads late.
#[test]
fn what_was_held_back_while_the_peer_did_not_read_is_answered_when_it_does() {
    let settings = no_keep_alive().with_max_unsent_octets(100);
    let (_bound, mut reader, mut writer) = bound(100_000, settings);
    let mut octets = Vec::new();
    for number in 1..=500_u32 {
        octets.extend([0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0]);
        octets.extend(number.to_be_bytes());
    }
    writer.write_all(&octets).unwrap();
    timely(move || {
        for number in 1..=500 {
            assert_eq!(read_frame(&mut reader).0.sequence_number, number);
        }
    });
}

#[test]
fn a_peer_that_ends_its_direction_is_still_answered() {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let serving = thread::spawn(move || {
        let (unbound, _) = center.accept().unwrap();
        let (_connection, mut requests) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
        let request = requests.next_request().unwrap();
        // The end has come before the answer goes.
        thread::sleep(Duration::from_millis(50));
        request.accept(b"42").unwrap();
        requests.next_request().is_none()
    });
    let mut stream = TcpStream::connect(address).unwrap();
    let bind = Bind {
        system_id: b"bank",
        ..Bind::default()
    };
    let bind = Pdu::new(1, Body::BindTransmitter(bind));
    let submit = Pdu::new(2, Body::SubmitSm(message(b"hello")));
    let mut sequence_numbers = Vec::new();
    for pdu in [bind, submit] {
        let frame = Frame::encode(&pdu, Dialect::STRICT).unwrap();
        stream.write_all(frame.as_ref()).unwrap();
        if sequence_numbers.is_empty() {
            sequence_numbers.push(read_frame(&mut stream).0.sequence_number);
        }
    }
    stream.shutdown(Shutdown::Write).unwrap();
    sequence_numbers.push(read_frame(&mut stream).0.sequence_number);
    assert_eq!(sequence_numbers, [1, 2]);
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
    assert!(timely(move || serving.join().unwrap()));
}

#[cfg(unix)]
#[test]
fn a_unix_socket_will_do() {
    let (near, far) = std::os::unix::net::UnixStream::pair().unwrap();
    let center = thread::spawn(move || {
        let unbound = MessageCenter::open(far, Settings::default()).unwrap();
        let (_connection, incoming) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
        accept_all(incoming)
    });
    let (connection, _incoming) = Esme::new("bank", "secret").bind(near).unwrap();
    assert_eq!(connection.submit_sm(message(b"hello")).unwrap(), b"42");
    connection.unbind().unwrap();
    assert_eq!(timely(move || center.join().unwrap()), 1);
}

#[test]
fn a_stream_that_panics_is_a_stream_that_is_lost() {
    struct Panics;
    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            panic!("meant to panic")
        }
    }
    impl Write for Panics {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let bound = timely(|| Esme::new("bank", "secret").bind(Halves::new(Panics, Panics, || {})));
    assert!(
        matches!(
            bound,
            Err(Error::Closed {
                reason: CloseReason::PeerClosed,
                ..
            })
        ),
        "{bound:?}"
    );
}

#[test]
fn an_address_where_nobody_answers_is_given_up_in_time() {
    // A listener whose queue is full does not answer.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        queue.push(stream);
        assert!(queue.len() < 10_000);
    }
    let esme = Esme::new("bank", "secret")
        .with_settings(Settings::new().with_connect_timeout(Duration::from_millis(100)));
    let late = timely(move || esme.connect(address));
    let Err(Error::Io(error)) = late else {
        panic!("{late:?}")
    };
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}
