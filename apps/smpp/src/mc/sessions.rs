//! The sessions that there are, and who of them receives what.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use smpp_codec::values::Address;
use smpp_session::BindType;
use smpp_tokio::Connection;
use tokio::task::AbortHandle;

use super::range::Range;
use super::users::User;

/// Connections that nobody has bound yet and that may be there besides the bound ones.
const UNBOUND: usize = 64;

/// A bound session.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) number: u64,
    pub(crate) user: Arc<User>,
    pub(crate) bind_type: BindType,
    pub(crate) range: Arc<Range>,
    pub(crate) connection: Connection,
}

/// `#7 bank`
impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {}", self.number, self.user.system_id)
    }
}

impl Bound {
    fn receives(&self) -> bool {
        self.bind_type != BindType::Transmitter && self.connection.state().is_bound()
    }
}

/// Every connection of the message centre.
#[derive(Debug)]
pub(crate) struct Sessions {
    /// The oldest first.
    unbound: VecDeque<(u64, AbortHandle)>,
    bound: Vec<Bound>,
    most: usize,
    /// Of several that fit equally well, each gets its turn.
    turn: usize,
}

impl Sessions {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            unbound: VecDeque::new(),
            bound: Vec::new(),
            most,
            turn: 0,
        }
    }

    /// Notes a new connection. If too many do not bind, the oldest of them has to go; answers it.
    pub(crate) fn connected(&mut self, number: u64, task: AbortHandle) -> Option<u64> {
        self.unbound.push_back((number, task));
        if self.unbound.len() <= UNBOUND {
            return None;
        }
        let (number, task) = self.unbound.pop_front()?;
        task.abort();
        Some(number)
    }

    pub(crate) fn has_room(&self) -> bool {
        self.bound.len() < self.most
    }

    pub(crate) fn bound(&mut self, bound: Bound) {
        self.unbound.retain(|(number, _)| *number != bound.number);
        self.bound.push(bound);
    }

    /// A connection has ended.
    pub(crate) fn remove(&mut self, number: u64) {
        self.unbound.retain(|(other, _)| *other != number);
        self.bound.retain(|bound| bound.number != number);
    }

    pub(crate) fn all(&self) -> &[Bound] {
        &self.bound
    }

    /// Who receives for an address.
    pub(crate) fn receiver(&mut self, address: &Address<'_>) -> Option<Bound> {
        let fits = self.bound.iter().map(|bound| {
            let fit = bound.receives().then(|| bound.range.fit(address))?;
            fit.map(|fit| (fit, bound))
        });
        let fits: Vec<_> = fits.flatten().collect();
        let best = fits.iter().map(|(fit, _)| *fit).max()?;
        let best = fits.iter().filter(|(fit, _)| *fit == best);
        let best: Vec<_> = best.map(|(_, bound)| *bound).collect();
        let chosen = best.get(self.turn % best.len()).copied().cloned();
        self.turn = self.turn.wrapping_add(1);
        chosen
    }

    /// Who takes the receipts of a user: the session that the message came by if it can, or
    /// another of the same user.
    pub(crate) fn receipt_taker(&mut self, user: &Arc<User>, session: u64) -> Option<Bound> {
        let of_user = |bound: &&Bound| Arc::ptr_eq(&bound.user, user) && bound.receives();
        let takers: Vec<_> = self.bound.iter().filter(of_user).collect();
        let own = takers.iter().find(|bound| bound.number == session);
        let taker = own.or_else(|| takers.get(self.turn % takers.len().max(1)));
        let taker = taker.copied().cloned();
        self.turn = self.turn.wrapping_add(1);
        taker
    }
}
