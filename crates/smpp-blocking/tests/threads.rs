//! What a connection leaves behind: nothing. Alone in its process, since it counts threads.
#![cfg(target_os = "linux")]

mod common;

use std::fs::read_dir;
use std::thread;
use std::time::Duration;

use common::{LONG, accept_all, by_hand, message, timely};
use smpp_blocking::{Esme, MessageCenter, Settings};

/// Of this process: its threads, and its descriptors.
fn held() -> [usize; 2] {
    ["/proc/self/task", "/proc/self/fd"].map(|path| read_dir(path).unwrap().count())
}

#[test]
fn every_thread_and_descriptor_is_gone_when_its_session_has_ended() {
    timely(|| {
        let baseline = held();
        round(baseline);
        settle(baseline);
    });
}

fn settle(baseline: [usize; 2]) {
    while held()
        .into_iter()
        .zip(baseline)
        .any(|(now, before)| now > before)
    {
        thread::sleep(Duration::from_millis(1));
    }
}

fn round(baseline: [usize; 2]) {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let server = center.serve(|unbound| {
        let (_connection, incoming) = unbound.bind_request()?.accept(b"mc")?;
        accept_all(incoming);
        Ok(())
    });
    let server = server.unwrap();
    let esme = Esme::new("bank", "secret");
    let mut bound: Vec<_> = (0..12)
        .map(|_| {
            let (connection, incoming) = esme.connect(address).unwrap();
            connection.submit_sm(message(b"hello")).unwrap();
            (connection, incoming)
        })
        .collect();
    // Two threads a side, the server's handler; the listener; the timer of the process.
    assert_eq!(held()[0], baseline[0] + 12 * 5 + 2);
    drop(bound.split_off(9));
    for (number, (connection, _)) in bound.iter().enumerate() {
        match number % 3 {
            0 => drop(connection.unbind()),
            1 => connection.abort(),
            // The server ends it.
            _ => {}
        }
    }
    // A silent peer, and one that does not read while there is something to say.
    for room in [4096, 1] {
        let (near, reader, writer) = by_hand(room);
        let settings = Settings::new().with_linger(Duration::from_millis(20));
        let unbound = MessageCenter::open(near, settings).unwrap();
        assert!(unbound.connection().enquire_link().is_err());
        unbound.connection().abort();
        bound.push(esme.connect(address).unwrap());
        drop((unbound, reader, writer));
    }
    assert!(server.shutdown(LONG), "all unbind");
    // Handles that are kept hold neither threads nor descriptors.
    settle(baseline);
    drop(bound);
}
