//! Passwords of more than 8 octets, which some providers issue.

use smpp_codec::pdu::{Bind, Body};
use smpp_codec::values::InterfaceVersion;
use smpp_codec::{CommandStatus, Dialect, Kind, Pdu, Tolerance};

#[test]
fn long_password_needs_a_tolerance_in_both_directions() {
    let chosen = Dialect {
        tolerance: Tolerance::TOO_LONG,
        ..Dialect::STRICT
    };
    for octets in [0, 1, 8, 9, 12, 64] {
        let password = vec![b'p'; octets];
        let bind = Bind::new(b"bank", &password, InterfaceVersion::V3_4);
        let pdu = Pdu::new(1, Body::BindTransceiver(bind));
        let mut memory = [0; 256];
        let encoded = pdu.encode(chosen, &mut memory.as_mut_slice()).unwrap();
        let frame = &memory[..encoded];
        let mut seen = Vec::new();
        let decoded = Pdu::decode_with(frame, chosen, &mut |deviation| seen.push(deviation));
        assert_eq!(decoded, Ok(pdu));
        if octets <= 8 {
            assert_eq!(pdu.encoded_len(Dialect::STRICT), Ok(encoded));
            assert_eq!(seen, []);
            continue;
        }
        let refused = pdu.encoded_len(Dialect::STRICT).unwrap_err();
        assert_eq!(
            (refused.kind(), refused.field()),
            (Kind::TooLong, "password")
        );
        let error = Pdu::decode(frame, Dialect::STRICT).unwrap_err();
        assert_eq!((error.kind(), error.field()), (Kind::TooLong, "password"));
        assert_eq!(error.command_status(), CommandStatus::ESME_RINVPASWD);
        let [deviation] = seen[..] else {
            panic!("{seen:?}")
        };
        assert_eq!(deviation.as_error(), error);
    }
}
