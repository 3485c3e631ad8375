//! The states of a session, and who may send what in them.

use core::fmt;

use smpp_codec::pdu::{Bind, BindResp, Body};
use smpp_codec::{CommandId, Version};

use crate::matrix::MATRIX;

/// Which side of the session this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "a session has two sides")]
pub enum Role {
    /// The ESME, which binds.
    Esme,
    /// The message centre, which is bound to.
    MessageCenter,
}

impl Role {
    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Esme => Self::MessageCenter,
            Self::MessageCenter => Self::Esme,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Esme => "ESME",
            Self::MessageCenter => "message centre",
        })
    }
}

/// The state of a session, as both sides of it agree on.
///
/// A connection begins in `OPEN`. `●` is where a line leads from, `▶` where it leads:
///
#[doc = include_str!("../docs/diagram.md")]
///
/// `UNBOUND` is where the side waits that was unbound; the side that asked is `CLOSED` with the
/// answer. In full, on either side unless one is named:
///
#[doc = include_str!("../docs/transitions.md")]
///
/// Both are written by a test that brings sessions into each state and looks where they go, with
/// version 5.0; in 3.4 only a `bind_receiver` follows an `outbind`, and 3.3 has neither that nor
/// transceivers: see [`may_issue`].
///
/// Spec: SMPP 3.4 section 2.2; SMPP 5.0 section 2.3. `Outbound` and `Unbound` are names of 5.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the states of the specification")]
pub enum State {
    /// Connected, and nobody is bound.
    Open,
    /// The message centre has sent `outbind`, and waits for a bind.
    Outbound,
    /// Bound as a transmitter.
    BoundTx,
    /// Bound as a receiver.
    BoundRx,
    /// Bound as a transceiver.
    BoundTrx,
    /// Unbound; the connection is still there.
    Unbound,
    /// The connection is closed, or is to be closed: nothing may be sent any more.
    Closed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Outbound,
        Self::BoundTx,
        Self::BoundRx,
        Self::BoundTrx,
        Self::Unbound,
        Self::Closed,
    ];

    /// Whether the session is bound, as anything.
    #[must_use]
    pub const fn is_bound(self) -> bool {
        matches!(self, Self::BoundTx | Self::BoundRx | Self::BoundTrx)
    }

    /// The name in the specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Outbound => "OUTBOUND",
            Self::BoundTx => "BOUND_TX",
            Self::BoundRx => "BOUND_RX",
            Self::BoundTrx => "BOUND_TRX",
            Self::Unbound => "UNBOUND",
            Self::Closed => "CLOSED",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What an ESME binds as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "the three binds of the specification"
)]
pub enum BindType {
    /// It sends messages.
    Transmitter,
    /// It receives messages.
    Receiver,
    /// It does both. SMPP 3.4 and 5.0.
    Transceiver,
}

impl BindType {
    /// The kind of a bind request; `None` for any other PDU.
    #[must_use]
    pub const fn of(request: CommandId) -> Option<Self> {
        match request {
            CommandId::BIND_TRANSMITTER => Some(Self::Transmitter),
            CommandId::BIND_RECEIVER => Some(Self::Receiver),
            CommandId::BIND_TRANSCEIVER => Some(Self::Transceiver),
            _ => None,
        }
    }

    /// Its request.
    #[must_use]
    pub const fn command_id(self) -> CommandId {
        match self {
            Self::Transmitter => CommandId::BIND_TRANSMITTER,
            Self::Receiver => CommandId::BIND_RECEIVER,
            Self::Transceiver => CommandId::BIND_TRANSCEIVER,
        }
    }

    /// The state it leads to.
    #[must_use]
    pub const fn state(self) -> State {
        match self {
            Self::Transmitter => State::BoundTx,
            Self::Receiver => State::BoundRx,
            Self::Transceiver => State::BoundTrx,
        }
    }

    /// The body of its request.
    #[must_use]
    pub const fn request(self, bind: Bind<'_>) -> Body<'_> {
        match self {
            Self::Transmitter => Body::BindTransmitter(bind),
            Self::Receiver => Body::BindReceiver(bind),
            Self::Transceiver => Body::BindTransceiver(bind),
        }
    }

    /// The body of its response.
    #[must_use]
    pub const fn response(self, response: BindResp<'_>) -> Body<'_> {
        match self {
            Self::Transmitter => Body::BindTransmitterResp(response),
            Self::Receiver => Body::BindReceiverResp(response),
            Self::Transceiver => Body::BindTransceiverResp(response),
        }
    }
}

impl fmt::Display for BindType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Transmitter => "transmitter",
            Self::Receiver => "receiver",
            Self::Transceiver => "transceiver",
        })
    }
}

/// Whether a side may issue a PDU in a state, by the operation matrix.
///
/// `None` for a `command_id` that no specification lists. The matrix is data, and this is the one
/// place that reads it.
///
/// ```
/// use smpp_codec::{CommandId, Version};
/// use smpp_session::{Role, State, may_issue};
///
/// let submit = |role, state| may_issue(Version::V3_4, state, role, CommandId::SUBMIT_SM);
/// assert_eq!(submit(Role::Esme, State::BoundTx), Some(true));
/// assert_eq!(submit(Role::Esme, State::BoundRx), Some(false));
/// assert_eq!(submit(Role::MessageCenter, State::BoundTx), Some(false));
/// ```
///
/// The whole of it, with the versions where they differ:
///
#[doc = include_str!("../docs/operations.md")]
///
/// SMPP 3.3 prints no such table: its rows follow from its model of two connections. SMPP 3.4
/// forgets `replace_sm` in `BOUND_TRX`, and lets both sides issue `data_sm` in every bound state:
/// here each side does where the direction makes sense. A session answers `enquire_link` in every
/// state, whatever the version.
///
/// Spec: SMPP 3.4 section 2.3; SMPP 5.0 section 2.4.
#[must_use]
#[inline]
pub fn may_issue(
    version: Version,
    state: State,
    issuer: Role,
    command_id: CommandId,
) -> Option<bool> {
    let row = MATRIX.get(row_of(command_id)?)?;
    let who = match state {
        State::Closed => b'.',
        state => *row.cells(version).get(state as usize)?,
    };
    let letter = match issuer {
        Role::Esme => b'E',
        Role::MessageCenter => b'M',
    };
    Some(who == letter || who == b'B')
}

/// Whether a version has this PDU at all; `None` for a `command_id` that no specification lists.
pub(crate) fn is_listed(version: Version, command_id: CommandId) -> Option<bool> {
    let row = MATRIX.get(row_of(command_id)?)?;
    Some(row.cells(version).iter().any(|who| *who != b'.'))
}

/// Where the row of a PDU stands: by the few bits of `command_id` that differ, so that finding it
/// costs no search.
#[inline]
fn row_of(command_id: CommandId) -> Option<usize> {
    let row = usize::from(*ROWS.get(key(command_id)?)?);
    let found = MATRIX.get(row)?;
    (found.command_id == command_id).then_some(row)
}

const ROWS: [u8; 256] = {
    let mut rows = [u8::MAX; 256];
    let mut row = 0;
    while row < MATRIX.len() {
        #[allow(
            clippy::indexing_slicing,
            clippy::cast_possible_truncation,
            reason = "39 rows, and checked when it is compiled"
        )]
        if let Some(key) = key(MATRIX[row].command_id) {
            rows[key] = row as u8;
        }
        row += 1;
    }
    rows
};

/// Bits 5 to 0, bit 8 and bit 31, as eight bits; `None` if any other is set.
const fn key(command_id: CommandId) -> Option<usize> {
    let id = command_id.0;
    if id & !0x8000_013F != 0 {
        return None;
    }
    Some(((id & 0x3F) | (id & 0x100) >> 2 | (id >> 31) << 7) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_id_and_no_other() {
        for (index, row) in MATRIX.iter().enumerate() {
            assert_eq!(row_of(row.command_id), Some(index), "{}", row.command_id);
        }
        for id in [
            0x0A,
            0x16,
            0x3F,
            0x8000_000B,
            0x8000_0102,
            0x0001_0200,
            u32::MAX,
        ] {
            assert_eq!(row_of(CommandId(id)), None, "{id:#x}");
        }
        assert_eq!(MATRIX.len(), 39);
    }
}
