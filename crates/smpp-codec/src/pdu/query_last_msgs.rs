//! `query_last_msgs` and its response, which only SMPP 3.3 has.

use super::list::{Count, Entry, List};
use super::submit_sm::MESSAGE_ID_OCTETS;
use crate::error::EncodeError;
use crate::field::{MESSAGE_ID, NUM_MESSAGES, NUMBER_MSGS, SOURCE_ADDR};
use crate::prim::{self, Context, Limit, Parsed};
use crate::put::Put;
use crate::values::Address;

pdu! {
    /// `query_last_msgs`: asks for the ids of the latest messages of a sender.
    ///
    /// Layout (octets): `source_addr_ton` 1, `source_addr_npi` 1, `source_addr` C-octet 1 to 21;
    /// `num_messages` 1. SMPP 3.3.
    ///
    /// Spec: SMPP 3.3, `query_last_msgs`.
    pub struct QueryLastMsgs<'a>, tlvs Undefined {
        /// The sender.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// How many ids are wanted: 1 to 100; above, 100 are served.
        pub num_messages: u8 = octet(&NUM_MESSAGES),
    }
}

impl<'a> QueryLastMsgs<'a> {
    /// The latest messages of a sender, so many of them.
    #[must_use]
    pub fn new(source_addr: Address<'a>, num_messages: u8) -> Self {
        Self {
            source_addr,
            num_messages,
            ..Self::default()
        }
    }
}

/// A `message_id` as an entry of a list: a C-octet string of at most 9 octets with its NUL.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the field of the wire")]
pub struct MessageIdEntry<'a>(pub &'a [u8]);

impl core::fmt::Debug for MessageIdEntry<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

impl<'a> Entry<'a> for MessageIdEntry<'a> {
    fn decode(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, Self> {
        let (input, id) = prim::c_octets(input, cx, &MESSAGE_ID, MESSAGE_ID_OCTETS)?;
        Ok((input, Self(id)))
    }

    fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError> {
        put.c_octets(self.0, &MESSAGE_ID, MESSAGE_ID_OCTETS)
    }
}

const MESSAGES: Count = Count {
    least: 0,
    most: Limit::all(100),
    entry_octets: MESSAGE_ID_OCTETS.greatest(),
};

pdu! {
    /// `query_last_msgs_resp`: answers `query_last_msgs`.
    ///
    /// Layout (octets): `number_msgs` 1 and as many `message_id`s, C-octet 1 to 9 each; at most
    /// 100. SMPP 3.3.
    ///
    /// Spec: SMPP 3.3, `query_last_msgs_resp`.
    pub struct QueryLastMsgsResp<'a>, tlvs Undefined {
        optional {
            /// The ids, the latest first.
            pub message_ids: List<'a, MessageIdEntry<'a>> = list(&NUMBER_MSGS, MESSAGES),
        }
    }
}

impl<'a> QueryLastMsgsResp<'a> {
    /// The ids, the latest first.
    ///
    /// ```
    /// use smpp_codec::pdu::{MessageIdEntry, QueryLastMsgsResp};
    /// use smpp_codec::{Dialect, Pdu, Version};
    ///
    /// let ids = [MessageIdEntry(b"2A"), MessageIdEntry(b"29")];
    /// let pdu = Pdu::new(1, QueryLastMsgsResp::new(&ids));
    /// assert_eq!(pdu.encoded_len(Dialect::STRICT.with_version(Version::V3_3)), Ok(23));
    /// ```
    #[must_use]
    pub fn new(message_ids: impl Into<List<'a, MessageIdEntry<'a>>>) -> Self {
        Self {
            message_ids: Some(message_ids.into()),
            ..Self::default()
        }
    }
}
