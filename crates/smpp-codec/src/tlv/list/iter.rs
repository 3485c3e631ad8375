//! The TLVs one by one.

use core::fmt;

use super::{Form, HEADER};
use crate::dialect::Version;
use crate::error::{DecodeError, Kind};
use crate::tlv::key::{Tlv, TlvKey};
use crate::tlv::tag::TlvTag;
use crate::tlv::value::TlvValue;

/// The TLVs of a PDU one by one; see [`Tlvs::iter`](super::Tlvs::iter).
#[derive(Clone)]
pub struct Iter<'a>(pub(super) Form<'a>);

impl<'a> Iter<'a> {
    pub(super) fn entry(&mut self) -> Option<Entry<'a>> {
        match &mut self.0 {
            Form::Wire(octets) => {
                let (tag, value, rest) = split(octets)?;
                *octets = rest;
                Some(Entry {
                    tag,
                    value,
                    nul: &[],
                })
            }
            Form::List(list) => {
                let (tlv, rest) = list.split_first()?;
                *list = rest;
                Some(Entry::of(tlv))
            }
            Form::OlderWire(octets) => {
                let (tag, value) = older(octets)?;
                Some(Entry {
                    tag,
                    value,
                    nul: &[],
                })
            }
            Form::OlderList(list) => older_of(list).map(Entry::of),
            Form::Unterminated(_) | Form::Omitted(_) => None,
        }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        match &mut self.0 {
            Form::Wire(octets) => {
                let (tag, value, rest) = split(octets)?;
                *octets = rest;
                Some(Tlv::raw(tag, value))
            }
            Form::List(list) => {
                let (tlv, rest) = list.split_first()?;
                *list = rest;
                Some(*tlv)
            }
            Form::OlderWire(octets) => {
                let (tag, value) = older(octets)?;
                Some(Tlv::raw(tag, value))
            }
            Form::OlderList(list) => older_of(list).copied(),
            Form::Unterminated(_) | Form::Omitted(_) => None,
        }
    }
}

impl fmt::Debug for Iter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// One TLV with its value in the pieces that stand on the wire one behind the other.
pub(in crate::tlv) struct Entry<'a> {
    pub(super) tag: TlvTag,
    value: &'a [u8],
    nul: &'static [u8],
}

impl<'a> Entry<'a> {
    #[inline]
    pub(in crate::tlv) fn of(tlv: &'a Tlv<'a>) -> Self {
        let (value, nul) = tlv.value().pieces();
        Self {
            tag: tlv.tag(),
            value,
            nul,
        }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.value.len().saturating_add(self.nul.len())
    }

    pub(in crate::tlv) fn decode<V: TlvValue>(
        &self,
        key: TlvKey<V>,
        offset: usize,
    ) -> Result<V::Value<'a>, DecodeError> {
        let allowed = key.allows(self.len());
        let value = allowed.then(|| V::decode(self.value)).flatten();
        value.ok_or_else(|| {
            let kind = if allowed { Kind::Value } else { Kind::Length };
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            DecodeError::tlv(kind, key.name(), key.tag(), offset)
        })
    }
}

/// Splits the first TLV off, if it is whole.
#[inline(always)]
pub(super) fn split(octets: &[u8]) -> Option<(TlvTag, &[u8], &[u8])> {
    let ([t0, t1, l0, l1], after) = octets.split_first_chunk::<HEADER>()?;
    let length = usize::from(u16::from_be_bytes([*l0, *l1]));
    let (value, rest) = after.split_at_checked(length)?;
    Some((TlvTag(u16::from_be_bytes([*t0, *t1])), value, rest))
}

/// Takes the first whole TLV that SMPP 3.4 knows, and those before it.
fn older<'a>(octets: &mut &'a [u8]) -> Option<(TlvTag, &'a [u8])> {
    while let Some((tag, value, rest)) = split(octets) {
        *octets = rest;
        if !tag.is_newer(value.len(), Version::V3_4) {
            return Some((tag, value));
        }
    }
    None
}

/// The same of a list.
fn older_of<'a>(list: &mut &'a [Tlv<'a>]) -> Option<&'a Tlv<'a>> {
    while let Some((tlv, rest)) = list.split_first() {
        *list = rest;
        if !tlv.tag().is_newer(tlv.value_len(), Version::V3_4) {
            return Some(tlv);
        }
    }
    None
}
