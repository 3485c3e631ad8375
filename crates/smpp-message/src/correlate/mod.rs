//! Which message a delivery receipt is about: a helper of its own.

use core::time::Duration;

use crate::setters::setters;

use smpp_codec::Instant;
use smpp_codec::slots::SlotList;

use crate::buckets;

use entries::{Age, Content, discarded_of, hash_of};
use id::{address_of, is_same};

pub use entries::Entry;

mod entries;
mod id;

/// The settings of a [`Correlator`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CorrelatorConfig {
    /// Time that a message waits for its receipt, or a receipt for its message. Default: 3 days.
    /// Zero: [`poll_discarded`](Correlator::poll_discarded) discards everything.
    pub max_age: Duration,
    /// Whether an id in hexadecimal matches the same number in decimal, for message centres that
    /// write one in the response and the other in the receipt. Default: true.
    pub numbers: bool,
}

impl Default for CorrelatorConfig {
    fn default() -> Self {
        Self::new()
    }
}

impl CorrelatorConfig {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_age: Duration::from_secs(3 * 24 * 60 * 60),
            numbers: true,
        }
    }

    setters! {
        with_max_age max_age: Duration;
        with_numbers numbers: bool;
    }
}

/// What became of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Correlated<M, R> {
    /// It is about this message.
    Matched(M, R),
    /// No such message is known yet: it waits for one. What had to make room for it, if anything;
    /// without any memory, it itself.
    Waiting(Option<Discarded<M, R>>),
}

/// What waited too long, or had to make room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Discarded<M, R> {
    /// A message whose last receipt never came.
    Message(M),
    /// A receipt whose message never came.
    Receipt(R),
}

/// Matches delivery receipts to the messages they are about.
///
/// A receipt belongs to a message if the id is the same **and** it comes from the address that the
/// message went to: ids are often short and easy to guess. Ids are compared as text, without
/// regard to case and leading zeros, and where one is hexadecimal and the other decimal, as
/// numbers. Of addresses a leading `+` and leading zeros do not count.
///
/// Receipts that come before the response of their message are held. Memory is what the caller
/// lends, as an array, a `Vec` or a `&mut` slice of [`Entry`]s; when it is full the oldest makes
/// room. `M` is what the caller knows a message by, `R` what it knows a receipt by. A call costs
/// what entries with addresses of the same hash cost, usually one.
///
/// ```
/// use smpp_message::Instant;
/// use smpp_message::correlate::{Correlated, Correlator, CorrelatorConfig, Entry};
///
/// let now = Instant::from_micros(0);
/// let mut correlator = Correlator::new(CorrelatorConfig::default(), [Entry::EMPTY; 100]);
/// // The response said 1A2B, in hexadecimal; the receipt says it in decimal.
/// correlator.submitted(now, b"1A2B", b"447700900123", "first message");
/// assert_eq!(correlator.held(b"1A2B", b"447700900123"), None);
/// let matched = correlator.receipt(now, [&b"6699"[..]], b"+447700900123", true, "DELIVRD");
/// assert_eq!(matched, Correlated::Matched("first message", "DELIVRD"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Correlator<M, R, S> {
    config: CorrelatorConfig,
    entries: S,
    /// The entries in use, the oldest first.
    used: SlotList<Age>,
    free: SlotList<Age>,
    len: u32,
    content: core::marker::PhantomData<(M, R)>,
}

impl<M: Clone, R, S: AsRef<[Entry<M, R>]> + AsMut<[Entry<M, R>]>> Correlator<M, R, S> {
    /// An empty correlator. Whatever the entries hold is forgotten.
    #[must_use]
    pub fn new(config: CorrelatorConfig, mut entries: S) -> Self {
        entries.as_mut().fill_with(|| Entry::EMPTY);
        let free = SlotList::of_all(entries.as_mut());
        Self {
            config,
            entries,
            used: SlotList::EMPTY,
            free,
            len: 0,
            content: core::marker::PhantomData,
        }
    }

    /// Messages and receipts that wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether nothing waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Notes a message that was accepted, with the id of its response and where it went. Gives
    /// what had to make room for it, if anything; without any memory, the message.
    ///
    /// Then call [`held`](Self::held).
    pub fn submitted(
        &mut self,
        now: Instant,
        message_id: &[u8],
        destination: &[u8],
        message: M,
    ) -> Option<Discarded<M, R>> {
        self.insert(now, message_id, destination, Content::Message(message))
    }

    /// A receipt that came before the response of its message, the newest first. Call it after
    /// [`submitted`](Self::submitted) until it gives none; the message is forgotten with the last
    /// receipt that it can have.
    pub fn held(&mut self, message_id: &[u8], destination: &[u8]) -> Option<(M, R)> {
        let message = self.find(message_id, destination, true)?;
        let receipt = self.find(message_id, destination, false)?;
        let Content::Receipt(receipt, is_final) = self.take(receipt) else {
            return None;
        };
        Some((self.message(message, is_final)?, receipt))
    }

    /// Looks for the message of a receipt.
    ///
    /// `ids` are those that the receipt gives, such as the TLV `receipted_message_id` and the id
    /// in the text; `source` is where it comes from, which is where the message went. A receipt
    /// that `is_final` ends its message; after any other, more may come. If no message is known,
    /// the receipt waits under the first of its ids.
    pub fn receipt<'i>(
        &mut self,
        now: Instant,
        ids: impl IntoIterator<Item = &'i [u8]>,
        source: &[u8],
        is_final: bool,
        receipt: R,
    ) -> Correlated<M, R> {
        let mut ids = ids.into_iter();
        let Some(first) = ids.next() else {
            let content = Content::Receipt(receipt, is_final);
            return Correlated::Waiting(self.insert(now, &[], source, content));
        };
        match self.message_of(core::iter::once(first).chain(ids), source, is_final) {
            Some(message) => Correlated::Matched(message, receipt),
            None => {
                let content = Content::Receipt(receipt, is_final);
                Correlated::Waiting(self.insert(now, first, source, content))
            }
        }
    }

    /// Returns the message of a receipt, and holds nothing if there is none.
    ///
    /// Call it instead of [`receipt`](Self::receipt) when every response has come: a receipt that
    /// matches nothing then is about another sender's message. The arguments are those of
    /// [`receipt`](Self::receipt).
    pub fn message_of<'i>(
        &mut self,
        ids: impl IntoIterator<Item = &'i [u8]>,
        source: &[u8],
        is_final: bool,
    ) -> Option<M> {
        ids.into_iter().find_map(|id| {
            let message = self.find(id, source, true)?;
            self.message(message, is_final)
        })
    }

    /// Takes out the oldest receipt that is held; `None` if none is.
    ///
    /// Call it until it returns `None` when every response has come. One walk over the entries.
    pub fn pop_receipt(&mut self) -> Option<R> {
        let (oldest, _) = self
            .used
            .iter(self.entries.as_ref())
            .find(|(_, entry)| matches!(entry.content, Content::Receipt(..)))?;
        match self.take(oldest) {
            Content::Receipt(receipt, _) => Some(receipt),
            _ => None,
        }
    }

    /// When something will have waited too long; `None` if nothing waits.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        Some(self.entry(self.used.first()?)?.until)
    }

    /// What has waited too long, the oldest first: call it until it gives none.
    pub fn poll_discarded(&mut self, now: Instant) -> Option<Discarded<M, R>> {
        let oldest = self.used.first()?;
        if self.entry(oldest)?.until > now {
            return None;
        }
        discarded_of(self.take(oldest))
    }

    /// The message of an entry; taken out if it is the last time.
    fn message(&mut self, index: u32, is_final: bool) -> Option<M> {
        if is_final {
            return match self.take(index) {
                Content::Message(message) => Some(message),
                _ => None,
            };
        }
        match &self.entry(index)?.content {
            Content::Message(message) => Some(message.clone()),
            _ => None,
        }
    }

    /// The newest message, or receipt, with this id and address. The same text goes before the
    /// same number: `10` is not `16` in hexadecimal while there is another `10`.
    fn find(&self, id: &[u8], address: &[u8], message: bool) -> Option<u32> {
        self.find_as(id, address, message, false).or_else(|| {
            let numbers = self.config.numbers;
            numbers.then(|| self.find_as(id, address, message, true))?
        })
    }

    fn find_as(&self, id: &[u8], address: &[u8], message: bool, numbers: bool) -> Option<u32> {
        let address = address_of(address);
        let mut same = buckets::of(self.entries.as_ref(), hash_of(&address));
        let found = same.find(|(_, entry)| {
            let kind = matches!(entry.content, Content::Message(_)) == message;
            kind && entry.address == address && is_same(entry.id.get(), id, numbers)
        });
        found.map(|(index, _)| index)
    }
}
