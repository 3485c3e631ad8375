//! Values and bodies without a PDU.

use std::format;
use std::string::ToString;

use super::json;
use crate::pdu::{
    Bind, Body, Destination, EnquireLink, List, SubmitMulti, SubmitSm, SubmitSmResp, Unknown,
    UnsuccessSme, Vendor,
};
use crate::tlv::{self, Shape, Tlv, TlvTag};
use crate::values::time::{FinalDate, Time};
use crate::values::{Address, DataCoding, EsmClass, InterfaceVersion, MessageState, Ton};
use crate::vendor::{FieldEncoder, VendorFields};
use crate::{CommandId, CommandStatus, EncodeError, Field, Pdu};

#[test]
fn value_of_every_tlv_is_a_number_or_hexadecimal() {
    let (mut numbers, mut structures) = (0, 0);
    for tag in TlvTag::KNOWN.iter().copied() {
        let octets = [1, 2, 3, 4, 5, 6, 7];
        let octets = (1..=octets.len())
            .map(|length| &octets[..length])
            .find(|octets| tag.allows(octets.len()) == Some(true));
        let Some(octets) = octets else { continue };
        let text = tag.json(octets).unwrap();
        let tlv = Tlv::raw(tag, octets);
        match tlv.view() {
            tlv::TlvView::Integer(value, _) => {
                assert_eq!(text, value.to_string(), "{tag}");
                numbers += 1;
            }
            // Octets that have no type of their own are an array, as serde has slices.
            _ if text.starts_with('[') => {}
            _ => {
                assert_ne!(tag.shape(), Some(Shape::Integer), "{tag}");
                let hex: std::string::String =
                    octets.iter().map(|it| format!("{it:02x}")).collect();
                let full = format!("\"{hex}");
                assert!(text.starts_with(&full), "{tag} {text}");
                structures += 1;
            }
        }
    }
    assert!(numbers > 30 && structures > 8, "{numbers} {structures}");
}

#[test]
fn value_without_a_pdu_is_a_number_a_string_or_a_map() {
    assert_eq!(json(&Ton::INTERNATIONAL), "1");
    assert_eq!(json(&EsmClass(0x40)), "64");
    assert_eq!(json(&DataCoding(8)), "8");
    assert_eq!(json(&CommandId::SUBMIT_SM), "4");
    assert_eq!(json(&CommandStatus::ESME_RTHROTTLED), "88");
    assert_eq!(json(&tlv::DEST_PORT.tag()), "523");
    let address = Address::international(b"4\xE9");
    let expected = "{\"ton\":1,\"npi\":1,\"addr\":\"4\u{e9}\"}";
    assert_eq!(json(&address), expected);
    let time = Time::decode(b"000002000000000R").unwrap();
    assert_eq!(json(&time), r#""000002000000000R""#);
    for date in ["261123161500004+", "261123161500"] {
        let decoded = FinalDate::decode(date.as_bytes()).unwrap().unwrap();
        assert_eq!(json(&decoded), format!("\"{date}\""));
    }
}

#[test]
fn body_without_a_pdu_has_the_keys_that_it_has_in_one() {
    let list = [Tlv::new(tlv::DEST_PORT, 9)];
    let submit = SubmitSm {
        tlvs: (&list).into(),
        ..SubmitSm::default()
    };
    let to = [Destination::DistributionList(b"all")];
    let multi = SubmitMulti {
        dest_address: (&to).into(),
        ..SubmitMulti::default()
    };
    let unknown = Unknown {
        command_id: CommandId(0x0001_0200),
        octets: b"\x01v",
    };
    let bind = Bind::new(b"bank", b"secret", InterfaceVersion::V3_4);
    for (alone, body) in [
        (json(&submit), Body::from(submit)),
        (json(&multi), multi.into()),
        (json(&bind), Body::BindReceiver(bind)),
        (
            json(&SubmitSmResp::default()),
            SubmitSmResp::default().into(),
        ),
        (json(&EnquireLink::default()), EnquireLink::default().into()),
        (json(&unknown), unknown.into()),
    ] {
        assert_eq!(alone, json(&body));
        let pdu = json(&Pdu::new(1, body));
        assert!(pdu.ends_with(&format!(",{}", &alone[1..])), "{alone} {pdu}");
    }
    assert_eq!(
        json(&multi.dest_address),
        r#"[{"dest_flag":2,"dl_name":"all"}]"#
    );
    let failed: List<'_, UnsuccessSme<'_>> = List::default();
    assert_eq!(json(&failed), "[]");
}

static STATE: Field = Field::new("state", CommandStatus::ESME_ROK);
static NAME: Field = Field::new("name", CommandStatus::ESME_ROK);
static DATA: Field = Field::new("data", CommandStatus::ESME_ROK);

struct Told;

impl VendorFields for Told {
    fn name(&self) -> &'static str {
        "acme_told"
    }

    fn encode(&self, fields: &mut FieldEncoder<'_>) -> Result<(), EncodeError> {
        fields.integer1(&STATE, MessageState::DELIVERED.0)?;
        fields.c_octets(&NAME, b"n", 5)?;
        fields.octet_string(&DATA, b"\xAB", 5)
    }
}

#[test]
fn vendor_body_has_its_name_and_fields() {
    let vendor = Vendor::new(CommandId(0x0001_0200), &Told);
    let fields = r#"{"fields":{"state":2,"name":"n","data":"ab"},"tlvs":[]}"#;
    assert_eq!(json(&vendor), fields);
    let pdu = json(&Pdu::new(1, vendor));
    assert!(pdu.starts_with(r#"{"command_id":"acme_told","command_id_value":66048,"#));
}
