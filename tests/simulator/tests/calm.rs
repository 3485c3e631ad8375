//! Where nothing goes wrong, nothing fails.

use smpp_session::{BindType, Role, State};
use smpp_simulator::{Operation, Pair, Rng, Setup};

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
