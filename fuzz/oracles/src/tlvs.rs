//! Target `tlvs`: no octet of a TLV list is lost, and a key reads the first TLV of its tag.

use smpp_codec::pdu::DataSm;
use smpp_codec::tlv::{self, Tlv, TlvKey, TlvTag, TlvValue, Tlvs};
use smpp_codec::{Dialect, Kind, Pdu};

use crate::{MAX, copy, cut, failed};

#[cfg(test)]
mod tests;

/// Decodes any octets as the TLVs of a `data_sm`, and compares each TLV with the octets.
pub fn tlvs(data: &[u8]) {
    tlvs_by(data, |tlvs, tag| {
        let found = tlvs.iter().find(|tlv| tlv.tag() == tag)?;
        Some(found.value_len())
    });
}

fn tlvs_by(data: &[u8], first: fn(&Tlvs<'_>, TlvTag) -> Option<usize>) {
    let tail = cut(data);
    let mut memory = [0; MAX + 64];
    let dialect = Dialect::TOLERANT;
    let empty = Pdu::new(1, DataSm::default());
    let start = empty.encode(dialect, &mut memory.as_mut_slice());
    let start = start.unwrap_or_else(|error| failed("an empty data_sm", error));
    let end = start.saturating_add(tail.len());
    copy(tail, memory.get_mut(start..end).unwrap_or_default());
    if let (Some(field), Ok(length)) = (memory.first_chunk_mut(), u32::try_from(end)) {
        *field = length.to_be_bytes();
    }
    let frame = memory.get(..end).unwrap_or_default();
    let pdu = Pdu::decode(frame, dialect);
    let pdu = pdu.unwrap_or_else(|error| failed("any TLVs are tolerated", error));
    let tlvs = pdu.body.tlvs();

    // Each TLV stands where the one before it ends, and what is left is what trails.
    let mut rest = tail;
    for tlv in &tlvs {
        let [t0, t1, l0, l1, after @ ..] = rest else {
            failed("a TLV where there is none", tlv);
        };
        assert_eq!(tlv.tag().0, u16::from_be_bytes([*t0, *t1]));
        assert_eq!(tlv.value_len(), usize::from(u16::from_be_bytes([*l0, *l1])));
        let value = after.get(..tlv.value_len()).unwrap_or_default();
        assert!(tlv.value_octets().eq(value.iter().copied()));
        assert_eq!(tlv, Tlv::raw(tlv.tag(), value));
        rest = after.get(tlv.value_len()..).unwrap_or_default();
    }
    assert_eq!(rest, tlvs.trailing());

    macro_rules! by_key {
        ($($KEY:ident),*) => {$({
            let key = tlv::$KEY;
            reads(&tlvs, key, first(&tlvs, key.tag()));
        })*};
    }
    by_key!(
        DEST_ADDR_SUBUNIT,
        SAR_MSG_REF_NUM,
        QOS_TIME_TO_LIVE,
        MESSAGE_STATE,
        SC_INTERFACE_VERSION,
        RECEIPTED_MESSAGE_ID,
        NETWORK_ERROR_CODE,
        ALERT_ON_MESSAGE_DELIVERY,
        MESSAGE_PAYLOAD
    );
}

/// A key finds the first TLV of its tag, and refuses a length that is not the key's.
fn reads<V: TlvValue>(tlvs: &Tlvs<'_>, key: TlvKey<V>, first: Option<usize>) {
    let read = tlvs.get(key).map(|value| value.is_some());
    let expected = match first {
        None => Ok(false),
        Some(octets) if key.allows(octets) => Ok(true),
        Some(_) => Err(Kind::Length),
    };
    let read = read.map_err(|error| error.kind());
    assert_eq!(read, expected, "a key reads what is there");
    let all = tlvs.iter().filter(|tlv| tlv.tag() == key.tag()).count();
    assert_eq!(tlvs.get_all(key).count(), all);
    assert_eq!(key.tag().allows(0).is_some(), key.tag().name().is_some());
}
