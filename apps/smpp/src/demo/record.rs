//! What passed between the ESMEs and the message centre: printed, and kept to be checked.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use smpp_codec::{Dialect, Pdu};
use smpp_tokio::{Direction, Link, Tap};
use tokio::sync::Notify;

use crate::out::Out;
use crate::wire_log::{OneLine, Since};

/// Which way a PDU went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    ToMc,
    ToEsme,
}

/// The name of a session.
pub(crate) type Name = &'static str;

/// A PDU that has arrived.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) session: Name,
    pub(crate) way: Way,
    pub(crate) frame: Vec<u8>,
}

crate::redaction::opaque!(Seen);

impl Seen {
    pub(crate) fn pdu(&self) -> Option<Pdu<'_>> {
        Pdu::decode(&self.frame, Dialect::TOLERANT).ok()
    }
}

/// `transmitter -> mc  submit_sm #2 …`
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (session, line) = (self.session, OneLine(&self.frame));
        match self.way {
            Way::ToMc => write!(f, "{session:<11} -> mc  {line}"),
            Way::ToEsme => write!(f, "{session:<11} <- mc  {line}"),
        }
    }
}

/// Everything that has arrived, on either side.
#[derive(Debug)]
pub(crate) struct Record {
    out: Out,
    start: Instant,
    seen: Mutex<Vec<Seen>>,
    /// The sessions by the ports of their ESMEs.
    names: Mutex<HashMap<u16, Name>>,
    changed: Notify,
}

impl Record {
    pub(crate) fn new(out: Out) -> Arc<Self> {
        Arc::new(Self {
            out,
            start: Instant::now(),
            seen: Mutex::default(),
            names: Mutex::default(),
            changed: Notify::new(),
        })
    }

    pub(crate) const fn start(&self) -> Instant {
        self.start
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        lock(&self.seen).clone()
    }

    /// Whoever connects from that port is called so.
    pub(crate) fn name(&self, port: u16, name: Name) {
        lock(&self.names).insert(port, name);
    }

    pub(crate) fn name_of(&self, port: u16) -> Name {
        lock(&self.names).get(&port).copied().unwrap_or("somebody")
    }

    /// Shows what arrives on one side of a session.
    pub(crate) fn tap(self: &Arc<Self>, session: Name, way: Way) -> Arc<dyn Tap> {
        Arc::new(Side {
            record: Arc::clone(self),
            session,
            way,
        })
    }

    /// Waits until something has passed.
    pub(crate) async fn wait_for(&self, has_passed: impl Fn(&Seen) -> bool) {
        loop {
            let changed = self.changed.notified();
            if lock(&self.seen).iter().any(&has_passed) {
                return;
            }
            changed.await;
        }
    }
}

/// One side of a session: what is sent there arrives on the other, and is seen there.
struct Side {
    record: Arc<Record>,
    session: Name,
    way: Way,
}

impl Tap for Side {
    fn frame(&self, _: &Link, direction: Direction, frame: &[u8]) {
        if direction == Direction::Sent {
            return;
        }
        let seen = Seen {
            session: self.session,
            way: self.way,
            frame: frame.to_vec(),
        };
        let record = &self.record;
        // In the order in which they are printed.
        let mut all = lock(&record.seen);
        let since = Since(record.start.elapsed());
        record.out.line(format_args!("{since}  {seen}"));
        all.push(seen);
        record.changed.notify_waiters();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
