//! A TCP proxy that does to a connection what a [`Plan`] says.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet, yield_now};
use tokio::time::sleep;

use crate::plan::{Fault, Plan, Way};

/// Stands between clients and a server. Dropped, it and all its connections are gone.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    passed: Arc<[AtomicU64; 2]>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Listens for clients of `server`; each connection gets a plan of its own.
    ///
    /// # Errors
    /// The listener's.
    pub async fn listen(
        server: SocketAddr,
        mut plan: impl FnMut() -> Plan + Send + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let passed = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let counters = Arc::clone(&passed);
        let accepting = tokio::spawn(async move {
            let mut relays = JoinSet::new();
            loop {
                tokio::select! {
                    Ok((client, _)) = listener.accept() => {
                        relays.spawn(relay(client, server, plan(), Arc::clone(&counters)));
                    }
                    Some(_) = relays.join_next() => {}
                }
            }
        });
        Ok(Self {
            address,
            passed,
            accepting,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many octets have been passed on to the server, and to clients.
    #[must_use]
    pub fn passed(&self) -> [u64; 2] {
        [0, 1].map(|way| self.passed[way].load(Ordering::SeqCst))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// How a direction ended.
enum End {
    /// The sender ended it, and the receiver was told.
    Ended,
    /// Nothing more is read from the sender, and the connection stays.
    Stopped,
    Cut,
    Reset,
}

async fn relay(
    mut client: TcpStream,
    server: SocketAddr,
    plan: Plan,
    passed: Arc<[AtomicU64; 2]>,
) -> io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let reset = {
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        let to_server = pump(from_client, to_server, plan.to_server, &passed[0]);
        let to_client = pump(from_server, to_client, plan.to_client, &passed[1]);
        tokio::pin!(to_server, to_client);
        // The first end decides, unless it leaves the other direction as it was.
        let first = tokio::select! {
            end = &mut to_server => (end, true),
            end = &mut to_client => (end, false),
        };
        match first {
            (Ok(End::Ended | End::Stopped), true) => is_reset(&to_client.await),
            (Ok(End::Ended | End::Stopped), false) => is_reset(&to_server.await),
            (end, _) => is_reset(&end),
        }
    };
    if reset {
        client.set_zero_linger()?;
        server.set_zero_linger()?;
    }
    Ok(())
}

/// A connection that breaks on one side breaks on the other.
const fn is_reset(end: &io::Result<End>) -> bool {
    matches!(end, Ok(End::Reset) | Err(_))
}

async fn pump(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    way: Way,
    passed: &AtomicU64,
) -> io::Result<End> {
    let mut buffer = [0; 4096];
    let mut octets = 0;
    let mut fault = way.fault;
    let mut swallows = false;
    loop {
        if fault.as_ref().is_some_and(|(at, _)| *at == octets) {
            match fault.take().map(|(_, fault)| fault) {
                Some(Fault::Cut) => return Ok(End::Cut),
                Some(Fault::Reset) => return Ok(End::Reset),
                Some(Fault::StopReading) => return Ok(End::Stopped),
                Some(Fault::HalfClose) => {
                    to.shutdown().await?;
                    swallows = true;
                }
                Some(Fault::Stall(time)) => sleep(time).await,
                Some(Fault::Swallow) => swallows = true,
                Some(Fault::Garbage { seed, octets }) => {
                    let mut rng = fastrand::Rng::with_seed(seed);
                    let garbage: Vec<u8> = (0..octets).map(|_| rng.u8(..)).collect();
                    to.write_all(&garbage).await?;
                }
                None => {}
            }
        }
        let until = fault.as_ref().map_or(u64::MAX, |(at, _)| at - octets);
        let room = buffer
            .len()
            .min(way.piece)
            .min(usize::try_from(until).unwrap_or(usize::MAX));
        let read = from.read(&mut buffer[..room]).await?;
        if read == 0 {
            // Told already, after a half-close.
            let _ = to.shutdown().await;
            return Ok(End::Ended);
        }
        if way.hold > Duration::ZERO {
            sleep(way.hold).await;
        }
        octets += read as u64;
        if swallows {
            continue;
        }
        to.write_all(&buffer[..read]).await?;
        passed.fetch_add(read as u64, Ordering::SeqCst);
        if way.piece < 16 {
            // So that the receiver is likely to see the piece by itself.
            yield_now().await;
        }
    }
}
