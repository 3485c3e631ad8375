//! Law 3, for seeded streams of either side's peer, and for noise.

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
