//! Sizes in octets, for buffers of a fixed size.
//!
//! Every body has its own `MAX_OCTETS_WITHOUT_TLVS`, such as
//! [`SubmitSm::MAX_OCTETS_WITHOUT_TLVS`](crate::pdu::SubmitSm): the greatest length that the specifications allow for
//! the whole PDU, TLVs not counted. Each TLV adds four octets and its value. Only
//! [`DEFAULT_MAX_OCTETS`](crate::frame::DEFAULT_MAX_OCTETS) bounds them all.
//!
//! | PDU | octets without TLVs |
//! |---|---|
//! | `enquire_link`, `unbind`, `generic_nack`, and each error response | [`ERROR_RESPONSE_OCTETS`], 16 |
//! | `bind_transceiver` | 98 |
//! | `submit_sm_resp` | 81 |
//! | `submit_sm`, `deliver_sm` | 365 |
//! | `submit_multi` | 6,463 |
//! | `submit_multi_resp` | 6,967 |
//! | anything that an ESME sends | [`MAX_OCTETS_FROM_ESME`] |
//! | anything that a message centre sends | [`MAX_OCTETS_FROM_MESSAGE_CENTER`] |
//!
//! ```
//! use smpp_codec::pdu::SubmitSm;
//! use smpp_codec::values::Address;
//! use smpp_codec::{Dialect, Pdu};
//!
//! let mut buffer = [0; SubmitSm::MAX_OCTETS_WITHOUT_TLVS];
//! let submit = SubmitSm::new(Address::unknown(b"1"), Address::unknown(b"2"), b"hi");
//! Pdu::new(1, submit).encode(Dialect::STRICT, &mut buffer.as_mut_slice())?;
//! # Ok::<(), smpp_codec::EncodeError>(())
//! ```

use crate::header::HEADER_OCTETS;
use crate::pdu::{QueryMsgDetailsResp, SubmitMulti, SubmitMultiResp};
use crate::prim::SHORT_MESSAGE;

/// The greatest `short_message` in octets: 255 in SMPP 5.0, 254 in 3.4, 160 in 3.3.
pub const MAX_SHORT_MESSAGE: usize = SHORT_MESSAGE.greatest();

/// The length of a PDU that is a header only: every error response without a body,
/// `generic_nack`, `enquire_link` and `unbind` with their responses.
pub const ERROR_RESPONSE_OCTETS: usize = HEADER_OCTETS;

/// The greatest length without TLVs of a PDU that an ESME sends: a `submit_multi` to 255
/// destinations.
pub const MAX_OCTETS_FROM_ESME: usize = SubmitMulti::MAX_OCTETS_WITHOUT_TLVS;

/// The greatest length without TLVs of a PDU that a message centre sends: a `submit_multi_resp`
/// with 255 failures, or the `query_msg_details_resp` of such a message.
pub const MAX_OCTETS_FROM_MESSAGE_CENTER: usize = {
    let details = QueryMsgDetailsResp::MAX_OCTETS_WITHOUT_TLVS;
    let failures = SubmitMultiResp::MAX_OCTETS_WITHOUT_TLVS;
    if details > failures {
        details
    } else {
        failures
    }
};
