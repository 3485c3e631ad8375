//! The message in a PDU: which octets, in which coding, under which header.

use smpp_codec::pdu::{DataSm, DeliverSm, SubmitMulti, SubmitSm};
use smpp_codec::tlv::{self, Key, OctetString, Tlvs};
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
        let reference = Key::<OctetString>::new(tlv::SAR_MSG_REF_NUM.tag(), "sar_msg_ref_num");
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
mod tests {
    use smpp_codec::tlv::Tlv;

    use super::*;
    use crate::gsm7::{Gsm7, Language};
    use crate::split::{Limits, Method, Split};

    #[test]
    fn the_payload_counts_and_a_second_text_is_told() {
        let tlvs = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"long")];
        let mut deliver = DeliverSm {
            tlvs: (&tlvs).into(),
            ..DeliverSm::default()
        };
        let message = Message::from(&deliver);
        assert_eq!((message.octets, message.twice), (&b"long"[..], false));
        deliver.short_message = b"short";
        let message = Message::from(&deliver);
        assert_eq!((message.octets, message.twice), (&b"long"[..], true));
        assert_eq!(
            std::format!("{message:?}"),
            "Message { esm_class: 0x00 (normal), data_coding: default, octets: 4, twice: true, .. }"
        );
    }

    #[test]
    fn every_split_comes_back_through_a_message() {
        let gsm7 = Gsm7::single(Language::TURKISH);
        let text = "şarkı € ".repeat(40);
        for alphabet in [
            Alphabet::Gsm7(gsm7),
            Alphabet::Gsm7Packed(gsm7),
            Alphabet::Utf16,
        ] {
            for method in [Method::Udh8, Method::Udh16, Method::Sar, Method::Payload] {
                let limits = Limits {
                    method,
                    ..Limits::default()
                };
                let mut peer = Peer::default();
                if let Alphabet::Gsm7Packed(_) = alphabet {
                    peer.zero = Content::Text(alphabet);
                }
                let coding = Meaning::new(Content::Text(alphabet));
                let coding = coding.data_coding(&peer).unwrap();
                let split = Split::text(&text, alphabet, &limits).unwrap();
                let mut back = std::string::String::new();
                for part in split.with_reference(0x1234) {
                    let mut out = [0; 1000];
                    let octets = part.encode(&mut out).unwrap();
                    let esm_class = EsmClass::default().with_udhi(part.has_udh());
                    let sar = part.sar().unwrap_or(Concatenation {
                        reference: 0,
                        wide: true,
                        total: 0,
                        number: 0,
                    });
                    let tlvs = [
                        Tlv::new(tlv::SAR_MSG_REF_NUM, sar.reference),
                        Tlv::new(tlv::SAR_TOTAL_SEGMENTS, sar.total),
                        Tlv::new(tlv::SAR_SEGMENT_SEQNUM, sar.number),
                    ];
                    let message = Message::new(esm_class, coding, octets, (&tlvs).into());
                    let data = message.user_data(&peer).unwrap();
                    assert_eq!(data.alphabet().unwrap().unit(), alphabet.unit());
                    assert_eq!(data.part.is_some(), part.total() > 1);
                    if let Some(found) = data.part {
                        assert_eq!((found.total, found.number), (part.total(), part.number()));
                        let wide = method != Method::Udh8;
                        assert_eq!(found.reference, if wide { 0x1234 } else { 0x34 });
                    }
                    let mut decoded = [0; 1000];
                    let decoded = data.decode(&mut decoded).unwrap().unwrap();
                    assert_eq!(Some(decoded), part.as_text());
                    back.extend(data.chars_lossy().unwrap());
                }
                assert_eq!(back, text, "{alphabet:?} {method:?}");
            }
        }
    }

    #[test]
    fn a_header_counts_before_the_tlvs() {
        let tlvs = [
            Tlv::new(tlv::SAR_MSG_REF_NUM, 9),
            Tlv::new(tlv::SAR_TOTAL_SEGMENTS, 9),
            Tlv::new(tlv::SAR_SEGMENT_SEQNUM, 9),
        ];
        let octets = [5, 0, 3, 1, 2, 1, b'x'];
        let of = |esm_class| {
            let message = Message::new(EsmClass(esm_class), DataCoding(0), &octets, (&tlvs).into());
            message.user_data(&Peer::default()).unwrap().part.unwrap()
        };
        assert_eq!((of(0x40).reference, of(0x40).wide), (1, false));
        assert_eq!((of(0x00).reference, of(0x00).wide), (9, true));
    }

    #[test]
    fn sar_of_the_quirks() {
        let message = |reference: &'static [u8], total, number| {
            let tlvs = std::boxed::Box::leak(std::boxed::Box::new([
                Tlv::raw(tlv::SAR_MSG_REF_NUM.tag(), reference),
                Tlv::new(tlv::SAR_TOTAL_SEGMENTS, total),
                Tlv::new(tlv::SAR_SEGMENT_SEQNUM, number),
            ]));
            Message::new(EsmClass(0), DataCoding(0), b"", (&*tlvs).into()).sar()
        };
        assert_eq!(message(&[1, 2], 2, 1).unwrap().reference, 0x0102);
        assert_eq!(message(&[7], 2, 1).unwrap().reference, 7);
        assert_eq!(message(&[1, 2, 3], 2, 1), None);
        assert_eq!(message(&[1, 2], 0, 0), None);
        assert_eq!(message(&[1, 2], 2, 3), None);
    }

    #[test]
    fn a_header_that_is_not_there_is_an_error_or_made_do_without() {
        let deliver = DeliverSm {
            esm_class: EsmClass::UDHI,
            ..DeliverSm::default()
        };
        let message = Message::from(&deliver);
        assert!(message.user_data(&Peer::default()).is_err());
        assert!(message.user_data_lossy(&Peer::default()).udh.is_none());
    }
}
