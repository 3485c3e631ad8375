//! A frame without what no capture should show.

use smpp_codec::pdu::Body;
use smpp_codec::tlv::{Tlv, TlvView};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{Dialect, Field, HEADER_OCTETS, Pdu};

/// Copies a frame: its header and structure as they are; passwords, addresses, message text, and
/// TLVs that are not integers, masked.
pub(super) fn copy(frame: &[u8], masked: &mut Vec<u8>) {
    masked.clear();
    masked.extend_from_slice(frame);
    let mut mask = Mask {
        octets: masked.get_mut(HEADER_OCTETS..).unwrap_or_default(),
    };
    match Pdu::decode(frame, Dialect::TOLERANT) {
        Ok(Pdu {
            body: Body::Unknown(_),
            ..
        })
        | Err(_) => {}
        Ok(pdu) => {
            pdu.body.visit(&mut mask);
            pdu.body.tlvs().iter().for_each(|tlv| mask.tlv(&tlv));
        }
    }
    // What is behind the last TLV, or could not be read.
    mask.octets.fill(UNREAD);
}

const ASTERISK: u8 = b'*';
/// Of message text: a user data header in it has length zero then.
const NUL: u8 = 0;
/// Of what cannot be read: behind the last TLV it is none either, its length running over the end.
const UNREAD: u8 = 0xFF;

/// What is left of the frame.
struct Mask<'m> {
    octets: &'m mut [u8],
}

impl Mask<'_> {
    /// Goes on behind so many octets, the first of which become something else.
    fn pass(&mut self, octets: usize, masked: usize, by: u8) {
        let octets = octets.min(self.octets.len());
        let (passed, rest) = std::mem::take(&mut self.octets).split_at_mut(octets);
        passed.iter_mut().take(masked).for_each(|octet| *octet = by);
        self.octets = rest;
    }

    fn tlv(&mut self, tlv: &Tlv<'_>) {
        let octets = tlv.value_len();
        self.pass(4, 0, NUL);
        match tlv.view() {
            TlvView::Integer(..) => self.pass(octets, 0, NUL),
            TlvView::CString(value) => {
                let rest = octets.saturating_sub(value.len());
                self.pass(value.len(), value.len(), ASTERISK);
                // Its NUL, and what a peer may hide behind it.
                self.pass(rest, rest, NUL);
            }
            _ => self.pass(octets, octets, NUL),
        }
    }
}

impl Visitor for Mask<'_> {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
        match value {
            FieldValue::COctets(value) if field.is_sensitive() => {
                self.pass(octets, value.len(), ASTERISK);
            }
            FieldValue::Octets(value) if field.is_sensitive() => {
                self.pass(octets, value.len(), NUL);
            }
            _ => self.pass(octets, 0, NUL),
        }
    }
}
