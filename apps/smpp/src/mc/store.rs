//! The messages that the message centre knows, and what became of them.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use smpp_codec::values::MessageState;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::message::Message;
use crate::address::OwnedAddress;
use crate::clock::unix_seconds;

/// A message id: at most eight hexadecimal digits, as SMPP 3.3 wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Id(u32);

impl Id {
    /// Reads an id as a peer sends it back.
    pub(crate) fn read(octets: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(octets).ok()?;
        let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_hexdigit());
        u32::from_str_radix(text, 16)
            .ok()
            .filter(|_| digits)
            .map(Self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X}", self.0)
    }
}

/// A message and its state.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) message: Message,
    /// Whose it is: nobody else can ask for it, or change it.
    pub(crate) system_id: String,
    pub(crate) state: MessageState,
    /// Being delivered just now: too late to change it.
    pub(crate) is_delivering: bool,
    /// When it was submitted, and when it reached its final state, in seconds since 1970 in UTC.
    pub(crate) submitted: i64,
    pub(crate) done: Option<i64>,
    /// Why it failed, a `command_status` in one octet; 0 for none.
    pub(crate) error_code: u8,
    /// When it is to be delivered, or tried again.
    pub(crate) due: Instant,
    /// Until when it is worth delivering.
    pub(crate) until: Option<Instant>,
    /// Told when something has changed.
    pub(crate) changed: Arc<Notify>,
}

impl Entry {
    /// Whether it can still be changed.
    pub(crate) fn is_pending(&self) -> bool {
        !self.state.is_final() && !self.is_delivering
    }

    pub(crate) fn is_from(&self, source: &OwnedAddress) -> bool {
        self.message.source == *source
    }
}

/// So many messages and no more: the oldest that is done with goes first.
#[derive(Debug)]
pub(crate) struct Store {
    entries: HashMap<u32, Entry>,
    /// In the order of submission.
    order: VecDeque<u32>,
    /// Those that are done with, in that order.
    finished: VecDeque<u32>,
    next: u32,
    octets: usize,
    most: usize,
    most_octets: usize,
}

impl Store {
    pub(crate) fn new(most: usize, most_octets: usize) -> Self {
        // Unlike those of an earlier run: an id that a peer remembers is not another's now.
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            finished: VecDeque::new(),
            #[allow(
                clippy::cast_possible_truncation,
                reason = "only the low bits are wanted"
            )]
            next: (unix_seconds() << 8) as u32,
            octets: 0,
            most: most.max(1),
            most_octets,
        }
    }

    /// Keeps a message; `None` if there is no room and none to be had.
    pub(crate) fn insert(
        &mut self,
        message: Message,
        system_id: &str,
        due: Instant,
        until: Option<Instant>,
    ) -> Option<Id> {
        let state = match due > Instant::now() {
            true => MessageState::SCHEDULED,
            false => MessageState::ENROUTE,
        };
        let octets = message.octets();
        while self.entries.len() >= self.most || self.octets + octets > self.most_octets {
            let oldest = self.finished.pop_front()?;
            self.forget(oldest);
        }
        let id = loop {
            self.next = self.next.wrapping_add(1);
            if self.next != 0 && !self.entries.contains_key(&self.next) {
                break self.next;
            }
        };
        self.octets += octets;
        self.order.push_back(id);
        self.entries.insert(
            id,
            Entry {
                message,
                system_id: system_id.to_owned(),
                state,
                is_delivering: false,
                submitted: unix_seconds(),
                done: None,
                error_code: 0,
                due,
                until,
                changed: Arc::default(),
            },
        );
        Some(Id(id))
    }

    fn forget(&mut self, id: u32) {
        if let Some(entry) = self.entries.remove(&id) {
            self.octets -= entry.message.octets();
        }
        // What is forgotten is near the front.
        if let Some(at) = self.order.iter().position(|other| *other == id) {
            self.order.remove(at);
        }
    }

    pub(crate) fn get(&self, id: Id) -> Option<&Entry> {
        self.entries.get(&id.0)
    }

    /// A message of this user and source; whatever else is wrong, nobody learns that it exists.
    pub(crate) fn owned(
        &mut self,
        id: &[u8],
        system_id: &str,
        source: &OwnedAddress,
    ) -> Option<(Id, &mut Entry)> {
        let id = Id::read(id)?;
        let entry = self.entries.get_mut(&id.0)?;
        (entry.system_id == system_id && entry.is_from(source)).then_some((id, entry))
    }

    /// The user's messages that match, the latest first.
    pub(crate) fn find<'s>(
        &'s self,
        system_id: &'s str,
        matches: impl Fn(&Entry) -> bool + 's,
    ) -> impl Iterator<Item = Id> + 's {
        let ids = self.order.iter().rev().copied();
        ids.filter(move |id| {
            let entry = self.entries.get(id);
            entry.is_some_and(|entry| entry.system_id == system_id && matches(entry))
        })
        .map(Id)
    }

    /// Begins a delivery; `None` if the message is not pending any more.
    pub(crate) fn begin(&mut self, id: Id) -> Option<Message> {
        let entry = self.entries.get_mut(&id.0)?;
        if !entry.is_pending() {
            return None;
        }
        entry.is_delivering = true;
        entry.state = MessageState::ENROUTE;
        Some(entry.message.clone())
    }

    /// A delivery is tried at another time.
    pub(crate) fn postpone(&mut self, id: Id, due: Instant) {
        if let Some(entry) = self.entries.get_mut(&id.0) {
            entry.is_delivering = false;
            entry.due = due;
        }
    }

    /// Replaces the content of a message.
    pub(crate) fn replace(&mut self, id: Id, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entries.get_mut(&id.0) {
            let before = entry.message.octets();
            change(entry);
            self.octets = self.octets + entry.message.octets() - before;
            entry.changed.notify_one();
        }
    }

    /// A message has reached its final state, if it has none yet.
    pub(crate) fn finish(&mut self, id: Id, state: MessageState, error_code: u8) {
        if let Some(entry) = self.entries.get_mut(&id.0) {
            if entry.done.is_none() {
                entry.state = state;
                entry.is_delivering = false;
                entry.error_code = error_code;
                entry.done = Some(unix_seconds());
                entry.changed.notify_one();
                self.finished.push_back(id.0);
            }
        }
    }
}
