//! `Display` of small public types, for logs and reports.

use smpp_codec::pdu::{Body, SubmitSm};
use smpp_codec::values::time::TimeErrorKind;
use smpp_codec::values::{
    BroadcastContentType, BroadcastFrequencyInterval, EsmClass, MsValidity, NetworkErrorCode,
    PriorityScheme, RegisteredDelivery, ValidityUnit,
};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{BodyEnding, Dialect, Field, Header, Tolerance, Version};

#[test]
fn small_types_print_their_names() {
    let printed = [
        Version::V3_3.to_string(),
        format!("{:>5}", Version::V5_0),
        Tolerance::STRICT.to_string(),
        (Tolerance::TOO_LONG | Tolerance::TIME_LENGTH).to_string(),
        Dialect::TOLERANT.with_version(Version::V3_4).to_string(),
        BodyEnding::Omitted.to_string(),
        EsmClass(0x44).to_string(),
        RegisteredDelivery::RECEIPT.to_string(),
        PriorityScheme::Is95.to_string(),
        TimeErrorKind::Hour.to_string(),
        MsValidity::period(90, ValidityUnit::MINUTES).to_string(),
        NetworkErrorCode::from_octets([3, 0, 27]).to_string(),
        BroadcastContentType::from_octets([1, 0, 0x33]).to_string(),
        BroadcastFrequencyInterval::from_octets([9, 0, 10]).to_string(),
        BroadcastFrequencyInterval::from_octets([0, 0, 10]).to_string(),
    ];
    let expected = [
        "3.3",
        "  5.0",
        "STRICT",
        "TOO_LONG | TIME_LENGTH",
        "SMPP 3.4, COMMON",
        "omitted",
        "0x44 (mc_delivery_receipt, udhi)",
        "0x01 (receipt on_success_or_failure)",
        "IS-95",
        "an hour is 00 to 23",
        "relative_period, 90 minutes",
        "gsm 27",
        "gsm weather",
        "10 minutes",
        "as_often_as_possible",
    ];
    assert_eq!(printed, expected);

    let octets = [0, 0, 0, 17, 0x80, 0, 0, 4, 0, 0, 0, 0x58, 0, 0, 0, 7];
    let header = Header::decode(&octets).unwrap();
    assert_eq!(
        header.to_string(),
        "submit_sm_resp 7, ESME_RTHROTTLED, 17 octets"
    );
}

#[test]
fn fields_print_the_name_of_the_specification() {
    struct Names(Vec<String>);

    impl Visitor for Names {
        fn field(&mut self, field: &'static Field, _: FieldValue<'_>, _: usize) {
            self.0.push(field.to_string());
        }
    }

    let mut names = Names(Vec::new());
    Body::from(SubmitSm::default()).visit(&mut names);
    assert_eq!(names.0[0], "service_type");
    assert_eq!(names.0[3], "source_addr");
    assert_eq!(names.0.last().unwrap(), "short_message");
}
