//! The thread that listens, and how it is ended.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use smpp_connection::Acceptor;

use crate::acceptor::{self, Arrived};

/// Connections that wait to be accepted by the application; beyond, they wait in the platform.
const WAITING: usize = 16;

/// A thread that listens until this is dropped.
pub(crate) struct Listener {
    stopped: Arc<AtomicBool>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    pub(crate) fn start(
        listener: TcpListener,
        accepted: impl Fn(io::Result<(TcpStream, SocketAddr)>) + Send + 'static,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let thread = thread::Builder::new().name("smpp-listen".into()).spawn({
            let stopped = Arc::clone(&stopped);
            move || loop {
                let connection = listener.accept();
                if stopped.load(Ordering::Acquire) {
                    return;
                }
                match connection.as_ref().err().and_then(Acceptor::retry_after) {
                    Some(pause) => thread::sleep(pause),
                    None => accepted(connection),
                }
            }
        })?;
        Ok(Self {
            stopped,
            address,
            thread: Some(thread),
        })
    }
}

impl Drop for Listener {
    /// Nothing ends a thread that waits for a connection but a connection: so it gets one.
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address {
                SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
                SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            });
        }
        let woken = TcpStream::connect_timeout(&address, Duration::from_secs(1));
        if let (Ok(_), Some(thread)) = (woken, self.thread.take()) {
            // It has ended by itself, or panicked, which is no matter any more.
            let _ = thread.join();
        }
    }
}

/// Counts the threads in which connections arrive: those that may never bind.
#[derive(Clone, Default)]
pub(crate) struct Entrance(Arc<AtomicU32>);

impl Entrance {
    /// Does this in a thread of its own, unless there are as many already as connections may be
    /// unbound. What it would have had is dropped then.
    pub(crate) fn spawn(&self, acceptor: &Acceptor, work: impl FnOnce(Inside) + Send + 'static) {
        let inside = Inside(Arc::clone(&self.0));
        if self.0.fetch_add(1, Ordering::AcqRel) >= acceptor.limits().unbound {
            return;
        }
        // Without a thread there is no connection either.
        let _ = thread::Builder::new()
            .name("smpp-serve".into())
            .spawn(move || work(inside));
    }
}

/// One of them, until it is dropped.
pub(crate) struct Inside(Arc<AtomicU32>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Connections that are ready for SMPP, for an application that accepts them one by one. The
/// thread that listens starts with the first call.
#[derive(Default)]
pub(crate) struct Arrivals(Mutex<Option<(Receiver<io::Result<Arrived>>, Listener)>>);

impl Arrivals {
    pub(crate) fn next(
        &self,
        listener: &TcpListener,
        acceptor: &Arc<Acceptor>,
    ) -> io::Result<Arrived> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (arrivals, _) = match &mut *running {
            Some(running) => running,
            none => none.insert(listen(listener.try_clone()?, Arc::clone(acceptor))?),
        };
        let ended = || io::Error::other("the thread that listens has ended");
        arrivals.recv().map_err(|_| ended())?
    }
}

fn listen(
    listener: TcpListener,
    acceptor: Arc<Acceptor>,
) -> io::Result<(Receiver<io::Result<Arrived>>, Listener)> {
    let (sender, arrivals) = sync_channel(WAITING);
    let entrance = Entrance::default();
    let listener = Listener::start(listener, move |accepted| match accepted {
        Ok((stream, peer)) if acceptor.is_plain(peer) => arrive(&acceptor, stream, peer, &sender),
        Ok((stream, peer)) => entrance.spawn(&acceptor, {
            let (acceptor, sender) = (Arc::clone(&acceptor), sender.clone());
            move |_inside| arrive(&acceptor, stream, peer, &sender)
        }),
        Err(error) => drop(sender.send(Err(error))),
    })?;
    Ok((arrivals, listener))
}

/// Hands it over, if it comes through; who accepts may have gone.
fn arrive(
    acceptor: &Acceptor,
    stream: TcpStream,
    peer: SocketAddr,
    sender: &SyncSender<io::Result<Arrived>>,
) {
    if let Ok(arrived) = acceptor::arrive(acceptor, stream, peer) {
        let _ = sender.send(Ok(arrived));
    }
}
