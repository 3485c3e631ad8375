//! A request to send: a body to encode, or a frame to forward.

use smpp_codec::CommandId;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_session::{Instant, SendError, Session, WindowSlot};

use crate::wire::Wire;

/// A request to send.
#[derive(Clone, Copy)]
pub(crate) enum OutgoingPdu<'a> {
    /// To be encoded.
    Body(Body<'a>),
    /// A frame of another connection, to be forwarded as it is.
    Frame(&'a Frame),
}

impl OutgoingPdu<'_> {
    pub(crate) fn command_id(&self) -> CommandId {
        match self {
            Self::Body(body) => body.command_id(),
            Self::Frame(frame) => frame.header().command_id,
        }
    }

    #[inline]
    pub(crate) fn send<T>(
        &self,
        session: &mut Session<T, Vec<WindowSlot<T>>>,
        now: Instant,
        token: T,
        out: &mut Wire,
    ) -> Result<u32, SendError<T>> {
        match self {
            Self::Body(body) => session.request(now, *body, token, out),
            Self::Frame(frame) => session.forward(now, frame.as_ref(), frame.dialect(), token, out),
        }
    }
}

impl<'a, B: Into<Body<'a>>> From<B> for OutgoingPdu<'a> {
    fn from(body: B) -> Self {
        Self::Body(body.into())
    }
}
