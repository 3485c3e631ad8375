//! Why a peer may differ: each line a fault of its, or a choice of ours that the specification
//! allows.

use smpp_codec::tlv::{self, TlvTag, TlvView};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandId, CommandStatus, DecodeError, Dialect, Field, Header, Pdu, Tolerance};

use crate::{Outcome, Peer};

/// TLVs that `rusmpp-core` takes for another size, or refuses values of.
const RUSMPP_TLVS: [TlvTag; 7] = [
    tlv::SOURCE_TELEMATICS_ID.tag(),
    tlv::BROADCAST_CHANNEL_INDICATOR.tag(),
    tlv::BROADCAST_CONTENT_TYPE_INFO.tag(),
    tlv::BROADCAST_MESSAGE_CLASS.tag(),
    tlv::BROADCAST_REP_NUM.tag(),
    tlv::BROADCAST_FREQUENCY_INTERVAL.tag(),
    tlv::BROADCAST_SERVICE_GROUP.tag(),
];

const CALLBACK_NUM_PRES_IND: TlvTag = tlv::CALLBACK_NUM_PRES_IND.tag();

/// Why this peer differs here; `None` if nobody knows.
pub fn known(
    peer: Peer,
    frame: &[u8],
    strictly: &Result<Pdu<'_>, DecodeError>,
    theirs: &Outcome,
) -> Option<&'static str> {
    let header = Header::decode(frame)?;
    let id = header.command_id;
    let refused = *theirs == Outcome::Refused;
    let other = matches!(theirs, Outcome::Other(_));
    let seen = Seen::of(frame);
    Some(match (peer, strictly) {
        (Peer::Rusmpp, Err(_)) if frame.len() == 16 => "takes a request without a body for whole",
        (Peer::Rusmpp, Err(_)) if is_3_3(id) => "carries the PDUs of 3.3 undecoded",
        (Peer::Rusmpp, Ok(_)) if refused && seen.not_ascii => "refuses strings that are not ASCII",
        (Peer::Rusmpp, Ok(_)) if refused && id == CommandId::QUERY_SM_RESP && seen.short_time => {
            "refuses a final_date of 12 characters"
        }
        (Peer::Rusmpp, Ok(_)) if refused && id == CommandId::DATA_SM && seen.longest > 20 => {
            "allows addresses of 20 octets where data_sm has 64"
        }
        (Peer::Rusmpp, Ok(_)) if refused && has_tlv(strictly, &RUSMPP_TLVS) => {
            "takes some TLVs for another size, or knows fewer values of theirs"
        }
        (Peer::Rusmpp, Ok(_)) if other && has_tlv(strictly, &[CALLBACK_NUM_PRES_IND]) => {
            "loses the upper bits of callback_num_pres_ind"
        }
        (Peer::Rusmpp, Ok(pdu)) if other && id.is_response() && !pdu.body.tlvs().is_empty() => {
            "loses the TLVs of some responses"
        }
        (Peer::Smpp34, _) if other && id == CommandId::CANCEL_SM => {
            "writes the header of a cancel_sm twice, and reads no body"
        }
        (Peer::Smpp34, Ok(_)) if other && header.command_status != CommandStatus::ESME_ROK => {
            "loses the body of an error response, or keeps the length of what it loses"
        }
        (Peer::Smpp34, Ok(pdu)) if other && id.is_response() && !pdu.body.tlvs().is_empty() => {
            "loses the TLVs of some responses, and not their length"
        }
        (Peer::Smpp34, Err(_)) if seen.bad_dest_flag => "takes any dest_flag but 1 for a list",
        (Peer::Smpp34, Ok(_)) if seen.not_ascii => "refuses or replaces what is not UTF-8",
        _ => return None,
    })
}

fn is_3_3(id: CommandId) -> bool {
    matches!(id.0 & 0x7FFF_FFFF, 0x22..=0x24)
}

fn has_tlv(pdu: &Result<Pdu<'_>, DecodeError>, tags: &[TlvTag]) -> bool {
    let tlvs = pdu.map(|pdu| pdu.body.tlvs()).unwrap_or_default();
    tlvs.iter().any(|tlv| tags.contains(&tlv.tag()))
}

/// What the known differences turn on.
#[derive(Default)]
struct Seen {
    not_ascii: bool,
    short_time: bool,
    longest: usize,
    bad_dest_flag: bool,
}

impl Seen {
    fn of(frame: &[u8]) -> Self {
        let mut seen = Self::default();
        let dialect = Dialect {
            tolerance: Tolerance::COMMON,
            ..Dialect::STRICT
        };
        match Pdu::decode(frame, dialect) {
            Ok(pdu) => {
                pdu.body.visit(&mut seen);
                for tlv in &pdu.body.tlvs() {
                    if let TlvView::CString(octets) = tlv.view() {
                        seen.not_ascii |= !octets.is_ascii();
                    }
                }
            }
            Err(error) => seen.bad_dest_flag = error.field() == "dest_flag",
        }
        seen
    }
}

impl Visitor for Seen {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        if let FieldValue::COctets(octets) = value {
            self.not_ascii |= !octets.is_ascii();
            self.longest = self.longest.max(octets.len());
            self.short_time |= field.name() == "final_date" && octets.len() == 12;
        }
    }
}
