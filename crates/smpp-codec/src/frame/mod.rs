//! Cutting a stream of octets into frames, one PDU each.
//!
//! This comes before decoding, and apart from it: only `command_length` is looked at. It says how
//! long the frame is before anything is buffered for it, so that a hostile length costs nothing;
//! and because decoding never starts on half a PDU, it never answers "incomplete".

#[cfg(feature = "bytes")]
mod owned;

#[cfg(feature = "bytes")]
pub use owned::Frame;

use core::fmt;
use core::num::NonZeroUsize;

use crate::command_status::CommandStatus;
use crate::header::{HEADER_OCTETS, Header};
use crate::pdu::{GenericNack, Pdu};

/// A cap on `command_length` that lets every PDU through: a `message_payload` of 65,535 octets
/// and 4,096 for everything else. The specifications state none.
pub const DEFAULT_MAX_OCTETS: usize = 65_535 + 4_096;

/// What [`split`] found.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is a frame, or there is not")]
pub enum FrameSplit<'a> {
    /// A whole frame, and what follows it.
    Frame {
        /// The first `command_length` octets.
        frame: &'a [u8],
        /// Everything behind them.
        rest: &'a [u8],
    },
    /// There is no whole frame yet: at least so many more octets are needed for one.
    NeedMore(NonZeroUsize),
}

impl fmt::Debug for FrameSplit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame { frame, rest } => {
                write!(f, "Frame(<{} octets>, rest <{}>)", frame.len(), rest.len())
            }
            Self::NeedMore(octets) => write!(f, "NeedMore({octets})"),
        }
    }
}

/// Splits the first frame off a stream.
///
/// Takes constant time. Octets behind the frame never change the answer. Call it until it needs
/// more: several PDUs may come in one read, and one in several.
///
/// ```
/// use smpp_codec::frame::{self, FrameSplit};
///
/// let stream = [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0];
/// let Ok(FrameSplit::Frame { frame, rest }) = frame::split(&stream, frame::DEFAULT_MAX_OCTETS) else {
///     panic!("a whole enquire_link is there");
/// };
/// assert_eq!((frame.len(), rest.len()), (16, 2));
///
/// let Ok(FrameSplit::NeedMore(octets)) = frame::split(rest, frame::DEFAULT_MAX_OCTETS) else {
///     panic!("two octets are no frame");
/// };
/// assert_eq!(octets.get(), 14);
/// ```
///
/// # Errors
/// [`FrameError`] if `command_length` is below 16 or above `max_octets`. The place of the next
/// frame is lost then: answer with [`FrameError::nack`] and close the connection.
#[inline]
pub fn split(stream: &[u8], max_octets: usize) -> Result<FrameSplit<'_>, FrameError> {
    let Some((length, _)) = stream.split_first_chunk() else {
        return Ok(need(HEADER_OCTETS, stream.len()));
    };
    let length = u32::from_be_bytes(*length) as usize;
    if length < HEADER_OCTETS || length > max_octets {
        return Err(FrameError::new(stream, max_octets));
    }
    Ok(match stream.split_at_checked(length) {
        Some((frame, rest)) => FrameSplit::Frame { frame, rest },
        None => need(length, stream.len()),
    })
}

fn need(octets: usize, have: usize) -> FrameSplit<'static> {
    let missing = NonZeroUsize::new(octets.saturating_sub(have));
    FrameSplit::NeedMore(missing.unwrap_or(NonZeroUsize::MIN))
}

/// A `command_length` that no frame has: the stream cannot be followed any further.
///
/// `Copy`, and no octet of the stream inside but the length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FrameError {
    command_length: u32,
    max_octets: u32,
    sequence_number: u32,
    looks_like: Option<Foreign>,
}

impl FrameError {
    #[cold]
    fn new(stream: &[u8], max_octets: usize) -> Self {
        let header = Header::decode(stream);
        let length = stream
            .first_chunk()
            .map_or(0, |octets| u32::from_be_bytes(*octets));
        Self {
            command_length: length,
            max_octets: u32::try_from(max_octets).unwrap_or(u32::MAX),
            sequence_number: header.map_or(0, |header| header.sequence_number),
            looks_like: Foreign::guess(stream),
        }
    }

    /// The length that was claimed.
    #[must_use]
    pub const fn command_length(&self) -> u32 {
        self.command_length
    }

    /// What the peer seems to speak instead of SMPP.
    #[must_use]
    pub const fn looks_like(&self) -> Option<Foreign> {
        self.looks_like
    }

    /// The status to answer with, `ESME_RINVCMDLEN`.
    #[must_use]
    pub const fn command_status(&self) -> CommandStatus {
        CommandStatus::ESME_RINVCMDLEN
    }

    /// The `generic_nack` to answer with before closing: its sequence number is that of the
    /// header, or 0 if fewer than 16 octets had come.
    ///
    /// Spec: SMPP 3.4 section 4.3.1; SMPP 5.0, `generic_nack`.
    #[must_use]
    pub fn nack(&self) -> Pdu<'static> {
        Pdu::new(self.sequence_number, GenericNack::default()).with_status(self.command_status())
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.command_length;
        write!(f, "command_length at octet 0: {length} is ")?;
        if length < 16 {
            f.write_str("less than the 16 octets of a header")?;
        } else {
            write!(f, "more than the {} that are accepted", self.max_octets)?;
        }
        match self.looks_like {
            Some(foreign) => write!(
                f,
                "; the peer does not speak SMPP: this looks like {foreign}"
            ),
            None => Ok(()),
        }
    }
}

impl core::error::Error for FrameError {}

/// What a peer that does not speak SMPP seems to speak, by its first octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Foreign {
    /// An HTTP request or response.
    Http,
    /// A TLS hello, or a TLS alert: one side speaks TLS, and the other does not.
    Tls,
    /// A SIP message.
    Sip,
    /// AMQP.
    Amqp,
    /// An SSH greeting.
    Ssh,
    /// A PROXY protocol header, of either version.
    Proxy,
    /// A remote desktop connection request.
    Rdp,
    /// A line of text.
    Text,
}

impl Foreign {
    fn guess(stream: &[u8]) -> Option<Self> {
        const STARTS: &[(&[u8], Foreign)] = &[
            (b"GET ", Foreign::Http),
            (b"POST", Foreign::Http),
            (b"PUT ", Foreign::Http),
            (b"HEAD", Foreign::Http),
            (b"DELE", Foreign::Http),
            (b"PATC", Foreign::Http),
            (b"CONN", Foreign::Http),
            (b"TRAC", Foreign::Http),
            (b"HTTP", Foreign::Http),
            (b"PRI ", Foreign::Http),
            (b"OPTIONS * ", Foreign::Http),
            (b"OPTIONS /", Foreign::Http),
            (b"OPTI", Foreign::Sip),
            (b"INVI", Foreign::Sip),
            (b"REGI", Foreign::Sip),
            (b"INFO", Foreign::Sip),
            (b"SIP/", Foreign::Sip),
            (b"AMQP", Foreign::Amqp),
            (b"SSH-", Foreign::Ssh),
            (b"PROXY ", Foreign::Proxy),
            (b"\r\n\r\n\0\r\nQUIT\n", Foreign::Proxy),
            (b"\x16\x03", Foreign::Tls),
            (b"\x15\x03", Foreign::Tls),
            (b"\x03\0\0", Foreign::Rdp),
        ];
        let found = STARTS.iter().find(|(start, _)| stream.starts_with(start));
        found.map(|(_, foreign)| *foreign).or_else(|| {
            let start = stream.get(..4)?;
            let text = |octet: &u8| octet.is_ascii_graphic() || octet.is_ascii_whitespace();
            start.iter().all(text).then_some(Self::Text)
        })
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "HTTP",
            Self::Tls => "TLS",
            Self::Sip => "SIP",
            Self::Amqp => "AMQP",
            Self::Ssh => "SSH",
            Self::Proxy => "a PROXY protocol header",
            Self::Rdp => "a remote desktop connection",
            Self::Text => "a line of text",
        })
    }
}
