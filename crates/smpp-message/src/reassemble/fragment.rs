//! A part as it came, and the key that parts share.

use core::fmt;

use smpp_codec::values::{Address, DataCoding};

use super::memory::BLOCK_OCTETS;
use crate::alphabet::Alphabet;
use crate::gsm7::packed;
use crate::message::UserData;
use crate::udh::{Concatenation, Udh};
use crate::writer::Writer;

/// One part of a long message, as it came.
///
/// `Debug` does not show addresses or text.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Fragment<'a> {
    /// Which link it came over, where a reassembler serves several. Default: 0.
    pub link: u32,
    /// Who sent it.
    pub source: Address<'a>,
    /// Who is to receive it.
    pub destination: Address<'a>,
    /// Which part it is.
    pub part: Concatenation,
    /// Whether the TLVs say so, not the header.
    pub sar: bool,
    /// How it is coded.
    pub data_coding: DataCoding,
    /// The alphabet of its content, if that is text.
    pub alphabet: Option<Alphabet>,
    pub(super) content: Content<'a>,
}

impl<'a> Fragment<'a> {
    /// A part by what [`Message::user_data`](crate::Message::user_data) found;
    /// `None` if that is not a part of a long message.
    #[must_use]
    pub fn new(
        source: &Address<'a>,
        destination: &Address<'a>,
        data: &UserData<'a>,
    ) -> Option<Self> {
        let part = data.part?;
        let (alphabet, content) = match data.alphabet() {
            // Packed parts do not join: each begins at an octet.
            Some(Alphabet::Gsm7Packed(gsm7)) => {
                let fill_bits = data.fill_bits();
                let content = Content::Packed {
                    octets: data.octets,
                    fill_bits,
                    septets: packed::padded_septets(data.octets, fill_bits),
                };
                (Some(Alphabet::Gsm7(gsm7)), content)
            }
            other => (other, Content::Octets(data.octets)),
        };
        Some(Self {
            link: 0,
            source: *source,
            destination: *destination,
            part,
            sar: data.udh.and_then(Udh::concatenation).is_none(),
            data_coding: data.data_coding,
            alphabet,
            content,
        })
    }

    /// A part of octets, whose alphabet the caller knows or does not care for.
    #[must_use]
    pub const fn from_octets(
        source: Address<'a>,
        destination: Address<'a>,
        part: Concatenation,
        octets: &'a [u8],
    ) -> Self {
        Self {
            link: 0,
            source,
            destination,
            part,
            sar: false,
            data_coding: DataCoding::OCTET_UNSPECIFIED_COMMON,
            alphabet: None,
            content: Content::Octets(octets),
        }
    }
}

impl fmt::Debug for Fragment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fragment")
            .field("link", &self.link)
            .field("part", &self.part)
            .field("sar", &self.sar)
            .field("octets", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// The content of a part, as it is kept: packed septets one per octet.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Octets(&'a [u8]),
    Packed {
        octets: &'a [u8],
        fill_bits: u8,
        septets: usize,
    },
}

impl Content<'_> {
    pub(super) const fn len(&self) -> usize {
        match *self {
            Self::Octets(octets) => octets.len(),
            Self::Packed { septets, .. } => septets,
        }
    }

    /// Copies what begins at `offset`, and answers how much that was.
    pub(super) fn fill(&self, offset: usize, block: &mut [u8; BLOCK_OCTETS]) -> usize {
        let len = self.len().saturating_sub(offset).min(BLOCK_OCTETS);
        let Some(place) = block.get_mut(..len) else {
            return 0;
        };
        match *self {
            Self::Octets(octets) => {
                let content = octets.get(offset..).and_then(|rest| rest.get(..len));
                match content {
                    Some(content) => place.copy_from_slice(content),
                    None => return 0,
                }
            }
            Self::Packed {
                octets, fill_bits, ..
            } => {
                for (to, index) in place.iter_mut().zip(offset..) {
                    *to = packed::septet(octets, fill_bits, index).unwrap_or(0);
                }
            }
        }
        len
    }
}

/// Octets of the key before the source address: link 4, TON, NPI, length.
pub(super) const PEER_OCTETS: usize = 7;

/// What the parts of a message have in common: link 4; source TON, NPI,
/// length, octets; destination the same; reference 2, total, kind.
///
/// `None` if the addresses are longer than SMPP allows.
pub(super) fn write_key<'k>(
    part: &Fragment<'_>,
    out: &'k mut [u8; BLOCK_OCTETS],
) -> Option<&'k [u8]> {
    let mut writer = Writer::new(out);
    writer.extend(&part.link.to_be_bytes()).ok()?;
    for address in [&part.source, &part.destination] {
        let len = u8::try_from(address.addr.len()).ok()?;
        if len > 64 {
            return None;
        }
        writer
            .push_block(&[address.ton.0, address.npi.0, len])
            .ok()?;
        writer.extend(address.addr).ok()?;
    }
    let [high, low] = part.part.reference.to_be_bytes();
    let kind = u8::from(part.part.wide) | (u8::from(part.sar) << 1);
    let tail = [high, low, part.part.total, kind];
    writer.push_block(&tail).ok()?;
    Some(writer.finish())
}

/// The beginning of a key, up to the end of the source address.
pub(super) fn source_of(key: &[u8]) -> &[u8] {
    let len = key.get(PEER_OCTETS.saturating_sub(1)).copied().unwrap_or(0);
    let end = PEER_OCTETS.saturating_add(len.into());
    key.get(..end).unwrap_or_default()
}
