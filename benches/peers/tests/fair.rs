//! Every peer reads every case, and writes back what it read: otherwise its time would mean
//! nothing.

use bytes::BytesMut;
use smpp_benches::cases::Case;
use smpp_peers::{borrowed, j93d, owned, smpp34};

#[test]
fn every_peer_reads_every_case_and_writes_it_back() {
    for case in Case::ALL {
        let frame = case.frame();

        let (pdu, _) = borrowed::decode(&frame).expect("rusmpp-core");
        let mut room = [0; 2048];
        let octets = borrowed::encode(&pdu, &mut room);
        assert_eq!(room[..octets], frame, "rusmpp-core {case:?}");

        let (pdu, _) = owned::decode(&mut BytesMut::from(&frame[4..])).expect("rusmpp");
        let mut buffer = BytesMut::new();
        owned::encode(&pdu, &mut buffer);
        assert_eq!(buffer, frame, "rusmpp {case:?}");

        let pdu = smpp34::decode(&frame).unwrap().expect("smpp34");
        assert_eq!(smpp34::encode(pdu), frame, "smpp34 {case:?}");

        let pdu = j93d::decode(&frame).unwrap().expect("J93d");
        let mut room = [0; 2048];
        j93d::encode(&pdu, &mut room).expect("J93d");
        assert_eq!(room[..frame.len()], frame, "J93d {case:?}");

        let pdu = smpp_core::codec::decode(&frame).expect("smpp-core");
        let octets = smpp_core::codec::encode(&pdu).expect("smpp-core");
        // It keeps ten TLVs of the 64, and writes them in its own order.
        let complete = !matches!(case, Case::DeliverSm | Case::Payload);
        assert_eq!(octets == frame, complete, "smpp-core {case:?}");
    }
}
