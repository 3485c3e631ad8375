//! Law 3, for seeded streams of either side's peer, for any PDUs, and for noise.

use proptest::prelude::*;
use smpp_codec::pdu::{Bind, BindResp, Body};
use smpp_codec::{Dialect, Pdu};
use smpp_fuzz_oracles::AnyPdu;
use smpp_session::Role;
use smpp_simulator::{Rng, split};

#[test]
fn the_same_octets_in_any_split_give_the_same_events() {
    let runs = if cfg!(debug_assertions) { 400 } else { 20_000 };
    let mut events = 0;
    for seed in 0..runs {
        let mut rng = Rng::new(seed);
        for role in [Role::Esme, Role::MessageCenter] {
            let stream = split::stream(role, &mut rng);
            split::check(role, &stream, &mut rng);
            events += split::feed(role, &stream, || usize::MAX).events.len();
        }
    }
    assert!(events as u64 > runs * 10, "{events} events in {runs} runs");
}

#[test]
fn noise_in_any_split_gives_the_same_events() {
    for seed in 0..2_000 {
        let mut rng = Rng::new(seed);
        let mut noise: Vec<u8> = (0..rng.below(200)).map(|_| rng.octet()).collect();
        // Mostly with a length that makes a frame of it.
        if let [a, b, c, d, ..] = noise.as_mut_slice() {
            (*a, *b, *c, *d) = (0, 0, 0, 16 + *d % 64);
        }
        for role in [Role::Esme, Role::MessageCenter] {
            split::check(role, &noise, &mut rng);
        }
    }
}

/// Returns the octets of the PDUs that can be encoded.
fn encoded<'a>(pdus: impl Iterator<Item = &'a AnyPdu>) -> Vec<u8> {
    let mut stream = Vec::new();
    for any in pdus {
        let lists = any.lists();
        let _ = any.pdu(&lists).encode(Dialect::TOLERANT, &mut stream);
    }
    stream
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pdus_in_any_split_give_the_same_events(
        pdus in prop::collection::vec(any::<AnyPdu>(), 1..12),
        seed in any::<u64>(),
    ) {
        let response = BindResp::accepted(b"mc");
        for (role, body) in [
            (Role::Esme, Body::BindTransceiverResp(response)),
            (Role::MessageCenter, Body::BindTransceiver(Bind::default())),
        ] {
            let mut stream = Vec::new();
            let bind = Pdu::new(1, body).encode(Dialect::STRICT, &mut stream);
            prop_assert!(bind.is_ok());
            stream.extend(encoded(pdus.iter()));
            split::check(role, &stream, &mut Rng::new(seed));
        }
    }
}
