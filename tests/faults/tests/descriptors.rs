//! A message centre that has no file descriptor left: it accepts again when there is one.
#![cfg(unix)]

use std::fs::File;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use rlimit::Resource;
use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;
use smpp_tokio::{Connection, Esme, MessageCenter};
use tokio::time::timeout;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

/// Long enough for several attempts to accept.
const ATTEMPTS: Duration = Duration::from_millis(800);

/// All descriptors of the process, until this is dropped.
struct Exhausted {
    limit: (u64, u64),
    files: Vec<File>,
}

impl Exhausted {
    /// Lowers the limit, and opens files until no descriptor is left.
    fn new() -> Self {
        let limit = Resource::NOFILE.get().unwrap();
        let open = std::fs::read_dir("/proc/self/fd").unwrap().count() as u64;
        Resource::NOFILE.set(open + 64, limit.1).unwrap();
        let files: Vec<_> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
        assert!(files.len() > 1, "{}", files.len());
        Self { limit, files }
    }

    /// Connects with the one descriptor that is freed for it.
    fn connect(&mut self, address: SocketAddr) -> TcpStream {
        drop(self.files.pop());
        let stream = TcpStream::connect(address).unwrap();
        let refused = File::open("/dev/null").unwrap_err();
        assert_ne!(refused.kind(), ErrorKind::NotFound);
        assert_eq!(refused.raw_os_error(), Some(24), "EMFILE");
        stream
    }
}

impl Drop for Exhausted {
    fn drop(&mut self) {
        self.files.clear();
        Resource::NOFILE.set(self.limit.0, self.limit.1).unwrap();
    }
}

fn message() -> SubmitSm<'static> {
    let (from, to) = (
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
    );
    SubmitSm::new(from, to, b"hi")
}

/// Sends a message over a connection that was bound before.
async fn is_served(bound: &Connection) {
    let sent = timeout(LONG, bound.submit_sm(message())).await.unwrap();
    assert_eq!(sent.unwrap(), b"42");
}

/// The limit is that of the process: one test, so that nothing else runs meanwhile.
#[test]
fn accept_goes_on_after_too_many_open_files() {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(of_tokio());
    runtime.block_on(of_threads());
}

async fn of_tokio() {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let address = center.local_addr().unwrap();
    let (bound, mut served) = {
        let serving = async {
            let (open, _) = center.accept().await.unwrap();
            open.bind_request().await.unwrap().accept(b"mc").unwrap()
        };
        let esme = Esme::new("bank", "secret");
        let (bound, (connection, mut incoming)) = tokio::join!(esme.connect(address), serving);
        let served = tokio::spawn(async move {
            while let Some(request) = incoming.next_request().await {
                request.accept(b"42").unwrap();
            }
            drop(connection);
        });
        (bound.unwrap(), served)
    };

    let mut exhausted = Exhausted::new();
    let late = exhausted.connect(address);
    let accepting = tokio::spawn(async move { center.accept().await.map(|(open, _)| open) });
    tokio::time::sleep(ATTEMPTS).await;
    assert!(!accepting.is_finished(), "there is no descriptor for it");
    is_served(&bound.0).await;

    drop(exhausted);
    let open = timeout(LONG, accepting).await.unwrap().unwrap().unwrap();
    assert_eq!(open.connection().link().peer, late.local_addr().ok());
    drop(bound);
    timeout(LONG, &mut served).await.unwrap().unwrap();
}

/// Accepts the bind and every request of a connection.
fn serve(open: smpp_blocking::OpenConnection) -> Result<(), smpp_blocking::Error> {
    let (_connection, mut incoming) = open.bind_request()?.accept(b"mc")?;
    while let Some(request) = incoming.next_request() {
        request.accept(b"42")?;
    }
    Ok(())
}

async fn of_threads() {
    // One that serves by itself, and one whose application accepts.
    let center = smpp_blocking::MessageCenter::listen("127.0.0.1:0").unwrap();
    let server = center.serve(serve).unwrap();
    let center = smpp_blocking::MessageCenter::listen("127.0.0.1:0").unwrap();
    let addresses = [server.local_addr(), center.local_addr().unwrap()];
    let accepting = thread::spawn(move || {
        loop {
            match center.accept() {
                Ok((open, _)) => drop(thread::spawn(move || serve(open))),
                Err(error) => return error,
            }
        }
    });
    let esme = Esme::new("bank", "secret");
    let mut bound = Vec::new();
    for address in addresses {
        bound.push(esme.connect(address).await.unwrap());
    }

    let mut exhausted = Exhausted::new();
    // A thread that waits in `accept` has a descriptor for the first of them already.
    let first = addresses.map(|address| exhausted.connect(address));
    let late = addresses.map(|address| exhausted.connect(address));
    tokio::time::sleep(ATTEMPTS).await;
    assert!(
        !accepting.is_finished(),
        "the error is not for the application"
    );
    for (connection, _) in &bound {
        is_served(connection).await;
    }

    drop(exhausted);
    for stream in late {
        stream.set_nonblocking(true).unwrap();
        let binding = esme.bind(tokio::net::TcpStream::from_std(stream).unwrap());
        bound.push(timeout(LONG, binding).await.unwrap().unwrap());
    }
    for (connection, _) in &bound {
        is_served(connection).await;
    }
    drop((bound, first));
    assert!(server.shutdown(LONG));
}
