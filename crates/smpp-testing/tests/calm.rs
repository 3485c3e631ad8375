//! Where nothing goes wrong, nothing fails; and one complete exchange allocates nothing.

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Bind, SubmitSm, SubmitSmResp};
use smpp_codec::values::Address;
use smpp_session::{BindType, Config, Event, Instant, Role, Session, Slot, State};
use smpp_testing::{Operation, Pair, Rng, Setup};

#[test]
fn every_request_is_answered_on_a_calm_link() {
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let mut pair = Pair::new(Setup::calm());
        pair.apply(Operation::Bind(BindType::Transceiver));
        pair.apply(Operation::Wait(10));
        for role in [Role::Esme, Role::MessageCenter] {
            assert_eq!(pair.side(role).session.state(), State::BoundTrx);
        }
        for _ in 0..100 {
            let role = [Role::Esme, Role::MessageCenter][usize::from(rng.octet() & 1)];
            pair.apply(match rng.below(8) {
                0 => Operation::Wait(5),
                // Never ignored: `how` is not a multiple of 16.
                1..=3 => Operation::Answer(role, rng.octet(), 1 + rng.octet() % 15),
                _ => Operation::Request(role, rng.octet()),
            });
        }
        let statistics = pair.finish();
        assert!(statistics.requests > 10, "{statistics:?}");
        assert_eq!(statistics.answered, statistics.requests, "{statistics:?}");
    }
}

/// Request encoded, received, answered, answer received.
#[test]
fn an_exchange_allocates_nothing() {
    let now = Instant::from_micros(0);
    let (mut esme_slots, mut mc_slots) = ([Slot::EMPTY; 10], [Slot::<u32>::EMPTY; 10]);
    let (mut to_mc, mut to_esme) = ([0_u8; 256], [0_u8; 256]);
    let exchanged = allocation_counter::measure(|| {
        let mut esme = Session::esme(Config::default(), esme_slots.as_mut_slice(), now);
        let mut mc = Session::message_center(Config::default(), mc_slots.as_mut_slice(), now);
        let bind = Bind {
            system_id: b"bank",
            ..Bind::default()
        };
        let mut room = to_mc.as_mut_slice();
        esme.bind(now, BindType::Transceiver, bind, &mut room)
            .expect("open");
        let left = room.len();
        let written = to_mc.len() - left;
        let mut room = to_esme.as_mut_slice();
        let frame = mc
            .next_frame(now, &to_mc[..written], &mut room)
            .expect("whole");
        let Ok(Event::Bind { responder, .. }) = mc.handle_frame(now, frame, &mut room) else {
            panic!("a bind")
        };
        mc.accept_bind(now, responder, b"mc", &mut room)
            .expect("asked");
        let left = room.len();
        let written = to_esme.len() - left;
        let mut room = to_mc.as_mut_slice();
        let frame = esme
            .next_frame(now, &to_esme[..written], &mut room)
            .expect("whole");
        assert!(matches!(
            esme.handle_frame(now, frame, &mut room),
            Ok(Event::Bound(_))
        ));
        for token in 0..100 {
            let message = SubmitSm::text(Address::unknown(b"1"), Address::unknown(b"2"), b"hi");
            let mut room = to_mc.as_mut_slice();
            esme.request(now, message, token, &mut room).expect("room");
            let left = room.len();
            let written = to_mc.len() - left;
            let mut room = to_esme.as_mut_slice();
            let frame = mc
                .next_frame(now, &to_mc[..written], &mut room)
                .expect("whole");
            let Ok(Event::Request { responder, .. }) = mc.handle_frame(now, frame, &mut room)
            else {
                panic!("a request")
            };
            let accepted = SubmitSmResp::accepted(b"42");
            mc.respond(now, responder, CommandStatus::ESME_ROK, accepted, &mut room)
                .expect("asked");
            let left = room.len();
            let written = to_esme.len() - left;
            let mut room = to_mc.as_mut_slice();
            let frame = esme
                .next_frame(now, &to_esme[..written], &mut room)
                .expect("whole");
            let answered = esme.handle_frame(now, frame, &mut room);
            assert!(matches!(answered, Ok(Event::Response { token: back, .. }) if back == token));
            mc.handle_timeout(now, &mut room);
            assert!(mc.poll_event().is_none() && mc.poll_timeout().is_some());
        }
    });
    assert_eq!(exchanged.count_total, 0, "{exchanged:?}");
    // A count that could not count would prove nothing.
    let counted = allocation_counter::measure(|| drop(std::hint::black_box(vec![1_u8])));
    assert_eq!(counted.count_total, 1);
}
