//! One connection, many threads: a window shared by 32 of them, and peers that do not read.

mod common;

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::{accept_all, by_hand, message, pair, read_frame, response, timely};
use smpp_blocking::{Connection, Error, Esme, Incoming, MessageId, Settings};
use smpp_codec::pdu::SubmitSm;
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};
use smpp_session::{CloseReason, Config};

/// Longer than a thread takes to be scheduled on a busy machine.
const SLACK: Duration = Duration::from_secs(2);

fn settings() -> Settings {
    Settings::default().with_session(Config::new().with_enquire_link_interval(None))
}

/// An ESME over TCP, and the peer's socket, which has answered the bind and does not read on.
fn bound_to_silent_socket(settings: Settings) -> ((Connection, Incoming), TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let peer = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (header, _) = read_frame(&mut stream);
        stream.write_all(&response(&header)).unwrap();
        stream
    });
    let esme = Esme::new("bank", "secret").with_settings(settings);
    let bound = esme.connect(address).unwrap();
    (bound, peer.join().unwrap())
}

/// Sends a message of so many octets.
fn send(connection: &Connection, octets: usize) -> Result<MessageId, Error> {
    let payload = vec![b'x'; octets];
    let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
    connection.submit_sm(SubmitSm {
        tlvs: (&tlvs).into(),
        ..message(b"")
    })
}

/// Fills the buffers of both sockets from other threads, which stay blocked.
fn fill(connection: &Connection) {
    for _ in 0..150 {
        let connection = connection.clone();
        thread::spawn(move || while send(&connection, 60_000).is_ok() {});
    }
    // The window is larger than what the sockets hold: wait until the connection stops writing.
    let mut before = 0;
    loop {
        thread::sleep(Duration::from_millis(50));
        let now = connection.outstanding();
        if now == before && now > 0 {
            return;
        }
        before = now;
    }
}

#[test]
fn window_is_shared_by_32_threads() {
    const THREADS: u32 = 32;
    const REQUESTS: u32 = 10_000;
    let mut settings = settings();
    settings.window = 10;
    let [(connection, _incoming), (_center, requests)] = pair(4096, settings);
    let answering = thread::spawn(move || accept_all(requests));
    let left = Arc::new(AtomicU32::new(REQUESTS));
    let senders: Vec<_> = (0..THREADS)
        .map(|_| {
            let (connection, left) = (connection.clone(), Arc::clone(&left));
            thread::spawn(move || {
                let mut sent = 0;
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                        left.checked_sub(1)
                    })
                    .is_ok()
                {
                    assert_eq!(connection.submit_sm(message(b"hello")).unwrap(), b"42");
                    assert!(connection.outstanding() <= 10);
                    sent += 1;
                }
                sent
            })
        })
        .collect();
    let sent: u32 = timely(move || {
        senders
            .into_iter()
            .map(|sender| sender.join().unwrap())
            .sum()
    });
    assert_eq!(sent, REQUESTS);
    connection.unbind().unwrap();
    assert_eq!(answering.join().unwrap(), REQUESTS as usize);
}

#[test]
fn peer_that_never_reads_is_closed_by_write_timeout() {
    let mut settings = settings();
    settings.window = 200;
    settings.write_timeout = Some(Duration::from_millis(300));
    let ((connection, _incoming), _peer) = bound_to_silent_socket(settings);
    fill(&connection);
    let started = Instant::now();
    let watched = connection.clone();
    assert_eq!(timely(move || watched.closed()), CloseReason::Stalled);
    assert!(started.elapsed() < SLACK);
}

#[test]
fn abort_during_a_blocked_write_ends_within_linger() {
    let mut settings = settings();
    settings.window = 200;
    settings.linger = Duration::from_millis(100);
    let ((connection, _incoming), peer) = bound_to_silent_socket(settings);
    fill(&connection);
    let started = Instant::now();
    connection.abort();
    assert_eq!(connection.closed(), CloseReason::Local);
    // The stream is ended as well: the peer's socket sees it once it reads.
    timely(move || {
        let mut peer = peer;
        let _ = std::io::copy(&mut peer, &mut std::io::sink());
    });
    assert!(started.elapsed() < SLACK, "{:?}", started.elapsed());
}

/// The caller is alone, so it writes itself: the socket buffers that, however large.
#[test]
fn limit_holds_for_a_caller_that_writes_inline() {
    for octets in [100, 60_000] {
        let mut settings = settings();
        settings.window = 200;
        let ((connection, _incoming), _peer) = bound_to_silent_socket(settings);
        let hurried = connection.within(Duration::from_secs(1));
        let started = Instant::now();
        let late = timely(move || send(&hurried, octets));
        assert!(late.is_err(), "{late:?}");
        let took = started.elapsed();
        assert!(took >= Duration::from_secs(1) && took < Duration::from_secs(1) + SLACK);
    }
}

/// The stream holds a part of the request only. The rest is left to the writer thread.
#[test]
fn limit_holds_over_a_stream_that_buffers_one_octet() {
    let (near, mut reader, mut writer) = by_hand(1);
    let mut peer_settings = settings();
    peer_settings.window = 200;
    let binding = thread::spawn(move || {
        let esme = Esme::new("bank", "secret").with_settings(peer_settings);
        esme.bind(near)
    });
    let (header, _) = read_frame(&mut reader);
    let answering = thread::spawn(move || {
        writer.write_all(&response(&header)).unwrap();
        writer
    });
    let (connection, _incoming) = binding.join().unwrap().unwrap();
    let _writer = answering.join().unwrap();
    for limit in [Duration::from_secs(1), Duration::from_millis(50)] {
        let hurried = connection.within(limit);
        let started = Instant::now();
        let late = timely(move || hurried.submit_sm(message(b"hello")));
        assert!(late.is_err(), "{late:?}");
        let took = started.elapsed();
        assert!(took >= limit && took < limit + SLACK, "{took:?}");
    }
    drop(reader);
}
