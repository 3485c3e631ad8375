//! The message in a PDU: which octets, in which coding, under which header.

use smpp_codec::pdu::{DataSm, DeliverSm, SubmitMulti, SubmitSm};
use smpp_codec::tlv::{self, OctetString, TlvKey, Tlvs};
use smpp_codec::values::{DataCoding, EsmClass};

use crate::alphabet::{Alphabet, CharsLossy};
use crate::data_coding::{Content, Meaning, Peer};
use crate::error::TextError;
use crate::gsm7::packed;
use crate::udh::{Concatenation, Ports, Udh, UdhError};

/// What a PDU says of the message in it, whatever PDU it is.
///
/// Borrows the PDU's frame. `Debug` does not show the text.
///
/// # Examples
///
/// ```
/// use smpp_codec::pdu::DeliverSm;
/// use smpp_codec::values::EsmClass;
/// use smpp_message::Message;
/// use smpp_message::data_coding::Peer;
///
/// let deliver = DeliverSm {
///     esm_class: EsmClass::UDHI,
///     short_message: &[0x05, 0x00, 0x03, 0x2A, 0x02, 0x01, b'h', b'i'],
///     ..DeliverSm::default()
/// };
/// let data = Message::from(&deliver).user_data(&Peer::default())?;
/// assert_eq!(data.part.unwrap().total, 2);
/// assert!(data.chars_lossy().unwrap().eq("hi".chars()));
/// # Ok::<(), smpp_message::udh::UdhError>(())
/// ```
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct Message<'a> {
    /// What kind of message, and whether it begins with a header.
    pub esm_class: EsmClass,
    /// How it is coded.
    pub data_coding: DataCoding,
    /// Header and content: `message_payload`, or else `short_message`.
    pub octets: &'a [u8],
    /// Whether both were there. The payload counts.
    pub twice: bool,
    /// The TLVs, for `sar_*` and what a receipt has.
    pub tlvs: Tlvs<'a>,
}

impl<'a> Message<'a> {
    /// The message of a PDU by its fields.
    #[must_use]
    pub fn new(
        esm_class: EsmClass,
        data_coding: DataCoding,
        short_message: &'a [u8],
        tlvs: Tlvs<'a>,
    ) -> Self {
        let payload = tlvs.get(tlv::MESSAGE_PAYLOAD).ok().flatten();
        Self {
            esm_class,
            data_coding,
            octets: payload.unwrap_or(short_message),
            twice: payload.is_some() && !short_message.is_empty(),
            tlvs,
        }
    }

    /// Splits the header off, and says what the content is.
    ///
    /// # Errors
    ///
    /// As [`Udh::split`], if `esm_class` announces a header that is not there.
    /// [`user_data_lossy`](Self::user_data_lossy) makes do with what there is.
    pub fn user_data(&self, peer: &Peer) -> Result<UserData<'a>, UdhError> {
        if !self.esm_class.udhi() {
            return Ok(self.content(None, self.octets, peer));
        }
        let (udh, content) = Udh::split(self.octets)?;
        Ok(self.content(Some(udh), content, peer))
    }

    /// As [`user_data`](Self::user_data), reading what can be read of a header
    /// that is not whole: see [`Udh::split_lossy`].
    #[must_use]
    pub fn user_data_lossy(&self, peer: &Peer) -> UserData<'a> {
        if self.esm_class.udhi() && !self.octets.is_empty() {
            let (udh, content) = Udh::split_lossy(self.octets);
            self.content(Some(udh), content, peer)
        } else {
            self.content(None, self.octets, peer)
        }
    }

    fn content(&self, udh: Option<Udh<'a>>, content: &'a [u8], peer: &Peer) -> UserData<'a> {
        let mut meaning = Meaning::of(self.data_coding, peer);
        if let Some(udh) = udh {
            meaning.content = match meaning.content {
                Content::Text(Alphabet::Gsm7(_)) => Content::Text(Alphabet::Gsm7(udh.gsm7())),
                Content::Text(Alphabet::Gsm7Packed(_)) => {
                    Content::Text(Alphabet::Gsm7Packed(udh.gsm7()))
                }
                other => other,
            };
        }
        UserData {
            udh,
            data_coding: self.data_coding,
            meaning,
            octets: content,
            part: udh.and_then(Udh::concatenation).or_else(|| self.sar()),
        }
    }

    /// The part of a long message that the `sar_*` TLVs make this; `None` if
    /// one is missing, or the part cannot be (part 0, part above the total).
    #[must_use]
    pub fn sar(&self) -> Option<Concatenation> {
        // Some peers send a reference of one octet.
        let reference = TlvKey::<OctetString>::new(tlv::SAR_MSG_REF_NUM.tag(), "sar_msg_ref_num");
        let reference = match *self.tlvs.get(reference).ok()?? {
            [high, low] => u16::from_be_bytes([high, low]),
            [low] => u16::from(low),
            _ => return None,
        };
        let part = Concatenation {
            reference,
            wide: true,
            total: self.tlvs.get(tlv::SAR_TOTAL_SEGMENTS).ok()??,
            number: self.tlvs.get(tlv::SAR_SEGMENT_SEQNUM).ok()??,
        };
        part.is_valid().then_some(part)
    }

    /// The application ports that the `dest_port` and `source_port` TLVs give;
    /// an absent source is 0. Those of a header: [`Udh::ports`].
    #[must_use]
    pub fn ports(&self) -> Option<Ports> {
        let destination = self.tlvs.get(tlv::DEST_PORT).ok()??;
        let source = self.tlvs.get(tlv::SOURCE_PORT).ok().flatten();
        Some(Ports::new(destination, source.unwrap_or(0)))
    }
}

macro_rules! from_pdu {
    ($($Pdu:ident: $short_message:expr;)*) => {$(
        impl<'a> From<&$Pdu<'a>> for Message<'a> {
            fn from(pdu: &$Pdu<'a>) -> Self {
                let short_message: fn(&$Pdu<'a>) -> &'a [u8] = $short_message;
                Self::new(pdu.esm_class, pdu.data_coding, short_message(pdu), pdu.tlvs)
            }
        }
    )*};
}

from_pdu! {
    SubmitSm: |pdu| pdu.short_message;
    DeliverSm: |pdu| pdu.short_message;
    SubmitMulti: |pdu| pdu.short_message;
    DataSm: |_| &[];
}

impl core::fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Message")
            .field("esm_class", &self.esm_class)
            .field("data_coding", &self.data_coding)
            .field("octets", &self.octets.len())
            .field("twice", &self.twice)
            .finish_non_exhaustive()
    }
}

/// A message taken apart: header, coding, content.
///
/// Borrows the octets of the [`Message`]. `Debug` does not show the text.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct UserData<'a> {
    /// The header, if `esm_class` announces one.
    pub udh: Option<Udh<'a>>,
    /// How the content is coded.
    pub data_coding: DataCoding,
    /// What the content is; text in GSM 7-bit, by the tables of the header.
    pub meaning: Meaning,
    /// The content, without the header.
    pub octets: &'a [u8],
    /// Which part of a long message this is: by the header, or else by TLVs.
    pub part: Option<Concatenation>,
}

impl<'a> UserData<'a> {
    /// The alphabet of the content; `None` if it is no text, or compressed.
    #[must_use]
    pub const fn alphabet(&self) -> Option<Alphabet> {
        match self.meaning.content {
            Content::Text(alphabet) if !self.meaning.compressed => Some(alphabet),
            _ => None,
        }
    }

    /// The text, into the caller's buffer; `None` if the content is none.
    ///
    /// # Errors
    ///
    /// As [`Alphabet::decode`], located in the content.
    pub fn decode<'b>(&self, out: &'b mut [u8]) -> Option<Result<&'b str, TextError>> {
        let alphabet = self.alphabet()?;
        Some(alphabet.decode_after(self.octets, self.fill_bits(), false, out))
    }

    /// The characters, errors replaced; `None` if the content is no text.
    #[must_use]
    pub fn chars_lossy(&self) -> Option<CharsLossy<'a>> {
        let alphabet = self.alphabet()?;
        Some(CharsLossy::after(alphabet, self.octets, self.fill_bits()))
    }

    /// Bits between a header and packed text; 0 without a header.
    #[must_use]
    pub fn fill_bits(&self) -> u8 {
        self.udh.map_or(0, |udh| packed::fill_bits(udh.len()))
    }
}

impl core::fmt::Debug for UserData<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("UserData")
            .field("udh", &self.udh)
            .field("meaning", &self.meaning)
            .field("octets", &self.octets.len())
            .field("part", &self.part)
            .finish()
    }
}

#[cfg(test)]
mod tests;
