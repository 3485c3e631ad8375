//! The peers: each reads a frame and writes it again.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::BytesMut;
use rusmpp_core::command::owned::Command;
use rusmpp_core::decode::owned::DecodeWithLength;
use rusmpp_core::encode::{Length, owned::Encode};
use smpp_codec::{CommandId, Header};
use smpp34::common;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    Rusmpp,
    Smpp34,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has no such PDU.
    NotThere,
    Refused,
    /// It wrote the same octets.
    Same,
    /// It wrote these.
    Other(Vec<u8>),
    Panicked,
}

fn outcome(frame: &[u8], read_and_write: impl FnOnce() -> Option<Vec<u8>>) -> Outcome {
    match catch_unwind(AssertUnwindSafe(read_and_write)) {
        Err(_) => Outcome::Panicked,
        Ok(None) => Outcome::Refused,
        Ok(Some(octets)) if octets == frame => Outcome::Same,
        Ok(Some(octets)) => Outcome::Other(octets),
    }
}

/// `rusmpp-core`, as its own framer calls it: without `command_length`.
pub fn rusmpp(frame: &[u8]) -> Outcome {
    let Some(rest) = frame.get(4..) else {
        return Outcome::Refused;
    };
    outcome(frame, || {
        let (command, _) = Command::decode(&mut BytesMut::from(rest), rest.len()).ok()?;
        let octets = 4 + command.length();
        let mut out = BytesMut::new();
        out.extend_from_slice(&u32::try_from(octets).ok()?.to_be_bytes());
        command.encode(&mut out);
        Some(out.to_vec())
    })
}

/// `smpp34`, which has a function for each PDU.
pub fn smpp34(frame: &[u8]) -> Outcome {
    macro_rules! by_id {
        ($id:expr, $($ID:ident => $Type:ident,)*) => {
            match $id {
                $(CommandId::$ID => outcome(frame, || {
                    let header = common::CommandHeader::decode(frame).ok()?;
                    Some(common::$Type::decode(header, frame).ok()?.encode())
                }),)*
                _ => Outcome::NotThere,
            }
        };
    }
    let id = Header::decode(frame).unwrap_or_default().command_id;
    by_id!(id,
        BIND_RECEIVER => bind_receiver,
        BIND_RECEIVER_RESP => bind_receiver_resp,
        BIND_TRANSMITTER => bind_transmitter,
        BIND_TRANSMITTER_RESP => bind_transmitter_resp,
        BIND_TRANSCEIVER => bind_transceiver,
        BIND_TRANSCEIVER_RESP => bind_transceiver_resp,
        SUBMIT_SM => submit_sm,
        SUBMIT_SM_RESP => submit_sm_resp,
        DELIVER_SM => deliver_sm,
        DELIVER_SM_RESP => deliver_sm_resp,
        DATA_SM => data_sm,
        DATA_SM_RESP => data_sm_resp,
        SUBMIT_MULTI => submit_sm_multi,
        SUBMIT_MULTI_RESP => submit_sm_multi_resp,
        QUERY_SM => query_sm,
        QUERY_SM_RESP => query_sm_resp,
        CANCEL_SM => cancel_sm,
        REPLACE_SM => replace_sm,
        GENERIC_NACK => generic_nack,
        OUTBIND => outbind,
        ENQUIRE_LINK => enquire_link,
    )
}
