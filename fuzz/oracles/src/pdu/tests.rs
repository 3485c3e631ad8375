use std::panic::catch_unwind;

use smpp_codec::Pdu;
use smpp_codec::pdu::{Body, SubmitSmResp};

use super::pdu_by;
use crate::decode::{DecodeBy, encode, read};
use crate::testing::{caught, random};

#[test]
fn pdu_notices_a_value_that_is_read_back_another() {
    let found = random(3).take(2000).any(|octets| {
        let read: DecodeBy = |frame, dialect, _| {
            let mut pdu = Pdu::decode(frame, dialect)?;
            if let Body::SubmitSmResp(body) = &mut pdu.body {
                *body = SubmitSmResp::accepted(b"another");
            }
            Ok(pdu)
        };
        catch_unwind(|| pdu_by(&octets, encode, read)).is_err()
    });
    assert!(found, "one field of one PDU is read wrong");
}

#[test]
fn pdu_notices_an_encoder_that_cuts_an_octet_off() {
    caught("as many octets as were measured", || {
        for octets in random(4).take(2000) {
            pdu_by(
                &octets,
                |pdu, dialect, out| pdu.encode(dialect, out).map(|octets| octets - 1),
                read,
            );
        }
    });
}
