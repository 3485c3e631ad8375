mod alone;

use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, vec};

use super::Fields;
use crate::pdu::{
    Body, Destination, QueryLastMsgsResp, SubmitMulti, SubmitMultiResp, SubmitSm, Unknown,
};
use crate::tlv::{self, Tlv, TlvTag};
use crate::values::{Address, CongestionState};
use crate::visit::{FieldValue, Visitor};
use crate::{CommandId, CommandStatus, Dialect, Field, Pdu};

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// The names of a body's fields, lists behind their counts.
struct Names(Vec<String>, bool);

impl Visitor for Names {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        if self.1 {
            return;
        }
        self.0.push(field.name().to_string());
        if value == FieldValue::Absent {
            self.0.extend(field.entries().map(ToString::to_string));
        }
    }

    fn list(&mut self, count: &'static Field, _: usize) {
        self.0.extend(count.entries().map(ToString::to_string));
        self.1 = true;
    }

    fn end_list(&mut self) {
        self.1 = false;
    }
}

#[test]
fn every_pdu_has_a_key_for_each_field_in_wire_order() {
    for id in CommandId::KNOWN.iter().copied() {
        let body = Body::default_for(id).unwrap();
        let mut names = Names(Vec::new(), false);
        body.visit(&mut names);
        let text = json(&Fields(&body));
        // In the order of the text, which a map type would lose.
        let mut at = 0;
        for name in &names.0 {
            let key = format!("\"{name}\":");
            let found = text[at..].find(&key);
            at += found.unwrap_or_else(|| panic!("{id} has no {name}: {text}")) + 1;
        }
        assert_eq!(text.matches("\":").count(), names.0.len(), "{text}");
    }
}

#[test]
fn lists_are_arrays_and_absent_ones_null() {
    let to = [
        Destination::SmeAddress(Address::international(b"44\xE9")),
        Destination::DistributionList(b"all"),
    ];
    let multi = Body::from(SubmitMulti {
        dest_address: (&to).into(),
        ..SubmitMulti::default()
    });
    let text = json(&Fields(&multi));
    let expected = "\"number_of_dests\":2,\"dest_address\":[{\"dest_flag\":1,\"dest_addr_ton\":1,\
                    \"dest_addr_npi\":1,\"destination_addr\":\"44\u{e9}\"},\
                    {\"dest_flag\":2,\"dl_name\":\"all\"}],\"esm_class\":0";
    assert!(text.contains(expected), "{text}");
    let absent = Body::from(SubmitMultiResp::default());
    let expected = r#"{"message_id":null,"no_unsuccess":null,"unsuccess_sme":null}"#;
    assert_eq!(json(&Fields(&absent)), expected);
    let none = Body::from(QueryLastMsgsResp::default());
    assert_eq!(
        json(&Fields(&none)),
        r#"{"number_msgs":null,"message_details":null}"#
    );
}

#[test]
fn a_tlv_has_a_value_where_its_type_is_plain_and_its_length_right() {
    let list = [
        Tlv::new(tlv::CONGESTION_STATE, CongestionState(99)),
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"4\xE92"),
        Tlv::raw(tlv::NETWORK_ERROR_CODE.tag(), &[3, 0, 8]),
        Tlv::raw(tlv::SAR_TOTAL_SEGMENTS.tag(), &[1, 2]),
        Tlv::raw(TlvTag(0x1501), b"v"),
    ];
    let expected = [
        r#"{"tag":1064,"name":"congestion_state","hex":"63","value":99}"#,
        "{\"tag\":30,\"name\":\"receipted_message_id\",\"hex\":\"34e93200\",\"value\":\"4\u{e9}2\"}",
        r#"{"tag":1059,"name":"network_error_code","hex":"030008","value":null}"#,
        r#"{"tag":526,"name":"sar_total_segments","hex":"0102","value":null}"#,
        r#"{"tag":5377,"name":null,"hex":"76","value":null}"#,
    ];
    let tlvs = tlv::Tlvs::from(&list);
    assert_eq!(json(&tlvs), format!("[{}]", expected.join(",")));
    let newer = tlvs.known_to(crate::Version::V3_4);
    assert_eq!(json(&newer), format!("[{}]", expected[1..].join(",")));
}

#[test]
fn built_or_decoded_a_pdu_is_the_same_text() {
    let tlvs = [Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7)];
    let to = Address::international(b"447700900123");
    let submit = SubmitSm {
        tlvs: (&tlvs).into(),
        ..SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hi\0")
    };
    let pdu = Pdu::new(7, submit);
    let mut memory = vec![0; 128];
    let octets = pdu
        .encode(Dialect::STRICT, &mut memory.as_mut_slice())
        .unwrap();
    let decoded = Pdu::decode(&memory[..octets], Dialect::STRICT).unwrap();
    let text = json(&pdu);
    assert_eq!(json(&decoded), text);
    assert!(text.starts_with("{\"command_id\":\"submit_sm\",\"command_id_value\":4,"));
    assert!(text.contains("\"sm_length\":3,\"short_message\":\"686900\"}"));
    #[cfg(feature = "bytes")]
    {
        let frame = crate::frame::Frame::encode(&pdu, Dialect::STRICT).unwrap();
        let length = format!("{{\"command_length\":{octets},");
        assert_eq!(json(&frame), text.replacen('{', &length, 1));
    }
}

#[test]
fn an_unknown_pdu_and_what_trails_are_octets() {
    let unknown = Unknown {
        command_id: CommandId(0x0001_0200),
        octets: b"\x01v",
    };
    let pdu = Pdu::new(1, unknown).with_status(CommandStatus(0x401));
    let expected = concat!(
        r#"{"command_id":null,"command_id_value":66048,"command_status":null,"#,
        r#""command_status_value":1025,"sequence_number":1,"body":"0176"}"#
    );
    assert_eq!(json(&pdu), expected);
    assert_eq!(json(&Fields(&pdu.body)), r#"{"body":"0176"}"#);
    let frame = [0, 0, 0, 17, 0x80, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1, 0xAB];
    let mut seen = Vec::new();
    let pdu = Pdu::decode_with(&frame, Dialect::TOLERANT, &mut |deviation| {
        seen.push(deviation)
    });
    assert!(json(&pdu.unwrap()).ends_with(r#""fields":{},"tlvs":[],"trailing":"ab"}"#));
    assert_eq!(
        json(&seen),
        r#"[{"kind":"trailing","field":"tlvs","offset":16}]"#
    );
}
