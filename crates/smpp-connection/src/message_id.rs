//! What the peer calls a message.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;

/// What the peer calls a message that it has accepted: octets of its response, without the NUL.
///
/// Cheap to keep: it shares the response's octets. `Display` escapes what is not printable ASCII.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(Bytes);

impl MessageId {
    /// The `message_id` of a response; empty if it has none.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "what maps a response")]
    pub fn of(response: Frame) -> Self {
        let message_id = match response.pdu().body {
            Body::SubmitSmResp(body) => body.message_id,
            Body::SubmitMultiResp(body) => body.message_id,
            Body::DataSmResp(body) => body.message_id,
            Body::BroadcastSmResp(body) => body.message_id,
            _ => None,
        };
        // An empty one may lie anywhere.
        let Some(message_id) = message_id.filter(|id| !id.is_empty()) else {
            return Self::default();
        };
        Self(response.as_octets().slice_ref(message_id))
    }
}

impl Deref for MessageId {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for MessageId {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq<[u8]> for MessageId {
    fn eq(&self, other: &[u8]) -> bool {
        self.0 == other
    }
}

impl<const N: usize> PartialEq<&[u8; N]> for MessageId {
    fn eq(&self, other: &&[u8; N]) -> bool {
        self.0 == other.as_slice()
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.escape_ascii(), f)
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smpp_codec::pdu::{CancelSmResp, SubmitSmResp};
    use smpp_codec::{Dialect, Pdu};

    #[test]
    fn it_is_a_part_of_the_response() {
        let id = |body: Body<'_>| {
            let frame = Frame::encode(&Pdu::new(1, body), Dialect::STRICT).unwrap();
            MessageId::of(frame)
        };
        assert_eq!(id(SubmitSmResp::accepted(b"4\x1B2").into()), b"4\x1B2");
        assert_eq!(
            id(SubmitSmResp::accepted(b"4\x1B2").into()).to_string(),
            "4\\x1b2"
        );
        assert_eq!(id(SubmitSmResp::accepted(b"").into()), b"");
        assert_eq!(id(CancelSmResp::default().into()), b"");
    }
}
