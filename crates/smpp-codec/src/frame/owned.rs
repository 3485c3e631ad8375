//! A frame that owns its octets.

use core::fmt;

use bytes::{Bytes, BytesMut};

use crate::command_status::CommandStatus;
use crate::dialect::Dialect;
use crate::error::{DecodeError, Deviation, EncodeError};
use crate::header::{self, Header};
use crate::pdu::{Body, Pdu, Unknown};

/// One whole PDU that has been validated, with its octets: `'static`, `Send`, cheap to clone.
///
/// [`pdu`](Self::pdu) gives the borrowed view as often as it is wanted. A router forwards the
/// octets after patching the sequence number, without encoding them again:
///
/// ```
/// use bytes::Bytes;
/// use smpp_codec::{Dialect, frame::Frame};
///
/// let octets = Bytes::from_static(&[0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1]);
/// let frame = Frame::decode(octets, Dialect::STRICT)?;
/// let forwarded = frame.with_sequence_number(77);
/// assert_eq!(forwarded.pdu().sequence_number, 77);
/// assert_eq!(forwarded.as_ref()[12..], [0, 0, 0, 77]);
/// # Ok::<(), smpp_codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    octets: Bytes,
    dialect: Dialect,
}

impl Frame {
    /// Validates one whole frame and keeps it.
    ///
    /// # Errors
    /// As [`Pdu::decode`].
    pub fn decode(octets: Bytes, dialect: Dialect) -> Result<Self, DecodeError> {
        Self::decode_with(octets, dialect, &mut |_| ())
    }

    /// The same, reporting each departure that the dialect accepts.
    ///
    /// # Errors
    /// As [`Pdu::decode`].
    pub fn decode_with(
        octets: Bytes,
        dialect: Dialect,
        deviations: &mut dyn FnMut(Deviation),
    ) -> Result<Self, DecodeError> {
        Pdu::decode_with(&octets, dialect, deviations)?;
        Ok(Self { octets, dialect })
    }

    /// Keeps a frame that has been decoded by these rules before, as by a session, without
    /// decoding it again. One that has not may read as [`Body::Unknown`], and no worse.
    #[must_use]
    pub const fn decoded(octets: Bytes, dialect: Dialect) -> Self {
        Self { octets, dialect }
    }

    /// Encodes a PDU into a frame of its own.
    ///
    /// # Errors
    /// As [`Pdu::encode`].
    pub fn encode(pdu: &Pdu<'_>, dialect: Dialect) -> Result<Self, EncodeError> {
        let mut octets = BytesMut::new();
        pdu.encode(dialect, &mut octets)?;
        Ok(Self {
            octets: octets.freeze(),
            dialect,
        })
    }

    /// The view of it, which borrows these octets.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        // The same octets were decoded by the same rules before; were it otherwise, the raw body
        // would still be the truth.
        Pdu::decode(&self.octets, self.dialect).unwrap_or_else(|_| {
            let header = self.header();
            Pdu {
                command_status: header.command_status,
                sequence_number: header.sequence_number,
                body: Body::Unknown(Unknown {
                    command_id: header.command_id,
                    octets: self.octets.get(header::HEADER_OCTETS..).unwrap_or(&[]),
                }),
            }
        })
    }

    /// The header, without decoding the body.
    #[inline]
    #[must_use]
    pub fn header(&self) -> Header {
        Header::decode(&self.octets).unwrap_or_default()
    }

    /// The rules that the frame was accepted by.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The octets, to take a part of them that stays valid on its own.
    #[must_use]
    pub const fn as_octets(&self) -> &Bytes {
        &self.octets
    }

    /// The octets.
    #[must_use]
    pub fn into_octets(self) -> Bytes {
        self.octets
    }

    /// The same PDU under another sequence number: in place if nobody else holds the octets,
    /// else in a copy.
    #[must_use]
    pub fn with_sequence_number(self, sequence_number: u32) -> Self {
        self.patched(|octets| {
            header::set_sequence_number(octets, sequence_number);
        })
    }

    /// The same PDU with another status.
    ///
    /// # Errors
    /// A body that is right under one status may be missing, or too much, under another.
    pub fn with_command_status(self, status: CommandStatus) -> Result<Self, DecodeError> {
        let frame = self.patched(|octets| {
            header::set_command_status(octets, status);
        });
        Self::decode(frame.octets, frame.dialect)
    }

    /// Returns the frame with the changes that `change` makes to its PDU; all else is kept to the
    /// octet. See [`Pdu::edit`].
    ///
    /// ```
    /// use bytes::Bytes;
    /// use smpp_codec::pdu::{Body, DeliverSm};
    /// use smpp_codec::{Dialect, Pdu, frame::Frame, values::Address};
    ///
    /// let deliver = DeliverSm { destination_addr: Address::international(b"42"), ..DeliverSm::default() };
    /// let mut octets = Frame::encode(&Pdu::new(1, deliver), Dialect::STRICT)?.into_octets().to_vec();
    /// // Two octets that belong to no TLV.
    /// octets.extend(b"\xAB\xCD");
    /// octets[3] += 2;
    /// let frame = Frame::decode(Bytes::from(octets), Dialect::TOLERANT).expect("a tolerated PDU");
    ///
    /// let edited = frame.edit(|pdu| if let Body::DeliverSm(deliver) = &mut pdu.body {
    ///     deliver.destination_addr.addr = b"447700900123";
    /// })?;
    /// assert_eq!(edited.as_ref().len(), frame.as_ref().len() + 10);
    /// assert!(edited.as_ref().ends_with(b"\xAB\xCD"));
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Pdu::encode`], under the dialect of this frame.
    pub fn edit<'f>(&'f self, change: impl FnOnce(&mut Pdu<'f>)) -> Result<Self, EncodeError> {
        Self::encode(&self.pdu().edit(change), self.dialect)
    }

    fn patched(self, patch: impl FnOnce(&mut [u8])) -> Self {
        let mut octets = BytesMut::from(self.octets);
        patch(&mut octets);
        Self {
            octets: octets.freeze(),
            ..self
        }
    }
}

impl AsRef<[u8]> for Frame {
    fn as_ref(&self) -> &[u8] {
        &self.octets
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pdu().fmt(f)
    }
}
