//! Keys of TLVs: which lengths they allow, and what is read and viewed with them.

use smpp_codec::tlv::{self, COctetString, OctetString, Tlv, TlvKey, TlvTag, TlvValue, Tlvs};
use smpp_codec::values::{
    AlertOnMessageDelivery, BillingIdentification, BroadcastAreaIdentifier, BroadcastContentType,
    BroadcastFrequencyInterval, CallbackNum, CallbackNumAtag, ItsSessionInfo, MessageState,
    MsValidity, NetworkErrorCode, NetworkId, NodeId, Subaddress, TelematicsId,
};
use smpp_codec::{CommandStatus, Kind};

/// Whether a type of TLV says of every length what reading says of it.
fn reads_what_it_allows<V: TlvValue>(name: &'static str) {
    let key = TlvKey::<V>::new(TlvTag(0x1501), name);
    let octets = [b'1'; 1100];
    for length in 0..=octets.len() {
        let tlv = [Tlv::raw(TlvTag(0x1501), &octets[..length])];
        let tlvs = Tlvs::from(&tlv);
        match tlvs.get(key) {
            Ok(value) => assert!(value.is_some() && key.allows(length), "{name}: {length}"),
            Err(error) => {
                assert!(!key.allows(length), "{name}: {length}");
                assert_eq!((error.kind(), error.field()), (Kind::Length, name));
                assert_eq!(error.command_status(), CommandStatus::ESME_RINVTLVLEN);
            }
        }
    }
}

/// The lengths that a type of TLV allows.
fn lengths<V: TlvValue>() -> Vec<usize> {
    let key = TlvKey::<V>::new(TlvTag(0x1501), "vendor");
    assert_eq!((key.tag(), key.name()), (TlvTag(0x1501), "vendor"));
    (0..1100).filter(|octets| key.allows(*octets)).collect()
}

#[test]
fn a_key_of_a_vendor_has_the_lengths_of_its_type() {
    assert_eq!(lengths::<u8>(), [1]);
    assert_eq!(lengths::<u16>(), [2]);
    assert_eq!(lengths::<u32>(), [4]);
    assert_eq!(lengths::<MessageState>(), [1]);
    assert_eq!(lengths::<TelematicsId>(), [2]);
    assert_eq!(lengths::<CommandStatus>(), [4]);
    assert_eq!(lengths::<AlertOnMessageDelivery>(), [0, 1]);
    assert_eq!(lengths::<MsValidity>(), [1, 4]);
    assert_eq!(lengths::<NodeId<'_>>(), [6]);
    assert_eq!(lengths::<ItsSessionInfo>(), [2]);
    assert_eq!(lengths::<NetworkErrorCode>(), [3]);
    assert_eq!(lengths::<BroadcastContentType>(), [3]);
    assert_eq!(lengths::<BroadcastFrequencyInterval>(), [3]);
    assert!(lengths::<NetworkId<'_>>().into_iter().eq(7..=65));
    assert!(lengths::<Subaddress<'_>>().into_iter().eq(2..=23));
    assert!(lengths::<CallbackNum<'_>>().into_iter().eq(4..=19));
    assert!(lengths::<CallbackNumAtag<'_>>().into_iter().eq(1..=65));
    assert!(
        lengths::<BroadcastAreaIdentifier<'_>>()
            .into_iter()
            .eq(1..=101)
    );
    assert!(
        lengths::<BillingIdentification<'_>>()
            .into_iter()
            .eq(1..=1024)
    );
    assert!(lengths::<COctetString>().into_iter().eq(1..1100));
    assert!(lengths::<OctetString>().into_iter().eq(0..1100));
}

#[test]
fn a_key_of_a_vendor_reads_what_it_allows_and_tells_what_it_does_not() {
    reads_what_it_allows::<u8>("u8");
    reads_what_it_allows::<u32>("u32");
    reads_what_it_allows::<MessageState>("state");
    reads_what_it_allows::<AlertOnMessageDelivery>("alert");
    reads_what_it_allows::<MsValidity>("validity");
    reads_what_it_allows::<NodeId<'_>>("node");
    reads_what_it_allows::<NetworkErrorCode>("error");
    reads_what_it_allows::<NetworkId<'_>>("network");
    reads_what_it_allows::<Subaddress<'_>>("subaddress");
    reads_what_it_allows::<COctetString>("string");
    reads_what_it_allows::<OctetString>("octets");
    // A length that a key allows and its type does not have: the value is at fault then.
    let key = TlvKey::<u16>::sized(TlvTag(0x1502), "sized", |octets| octets == 3);
    let tlv = [Tlv::raw(TlvTag(0x1502), b"abc")];
    let error = Tlvs::from(&tlv).get(key).unwrap_err();
    assert_eq!((error.kind(), error.field()), (Kind::Value, "sized"));
    assert_eq!(error.command_status(), CommandStatus::ESME_RINVTLVVAL);
    assert_eq!(format!("{key:?}"), "TlvKey(sized, 0x1502)");
}

#[test]
fn a_tlv_is_viewed_as_its_type_if_it_has_the_length_of_it() {
    use smpp_codec::tlv::TlvView::{CString, Integer, Octets};

    let alert = tlv::ALERT_ON_MESSAGE_DELIVERY.tag();
    let (state, id) = (tlv::MESSAGE_STATE.tag(), tlv::RECEIPTED_MESSAGE_ID.tag());
    for (tag, octets, expected) in [
        (state, &[2][..], Integer(2, Some("DELIVERED"))),
        (state, &[77], Integer(77, None)),
        (state, &[2, 2], Octets(&[2, 2])),
        (state, &[], Octets(&[])),
        (alert, &[0], Integer(0, Some("default"))),
        (alert, &[9], Integer(9, None)),
        (alert, &[], Octets(&[])),
        (
            tlv::QOS_TIME_TO_LIVE.tag(),
            &[0, 1, 0, 2],
            Integer(0x0001_0002, None),
        ),
        (tlv::CALLBACK_NUM_PRES_IND.tag(), &[1], Integer(1, None)),
        (
            tlv::DEST_TELEMATICS_ID.tag(),
            &[0x21, 0],
            Integer(0x2100, None),
        ),
        (id, b"42\0", CString(b"42")),
        (id, b"42", CString(b"42")),
        (TlvTag(0x1501), &[2], Octets(&[2])),
    ] {
        let tlv = Tlv::raw(tag, octets);
        assert_eq!(tlv.view(), expected, "{tlv:?}");
        assert_eq!(tlv.value_len(), octets.len());
        assert!(tlv.value_octets().eq(octets.iter().copied()));
    }
}
