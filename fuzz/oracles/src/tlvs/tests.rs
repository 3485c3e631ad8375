use super::{tlvs, tlvs_by};
use crate::testing::caught;

#[test]
fn tlvs_notice_a_length_that_is_another() {
    let two = [0x00, 0x05, 0, 1, 9, 0x02, 0x0C, 0, 2, 1, 2];
    tlvs(&two);
    caught("a key reads what is there", || {
        tlvs_by(&two, |tlvs, tag| {
            let last = tlvs.iter().find(|tlv| tlv.tag() == tag);
            last.map(|tlv| tlv.value_len() + 1)
        });
    });
}
