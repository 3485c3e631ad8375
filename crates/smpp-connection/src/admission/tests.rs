use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use proptest::prelude::*;
use smpp_session::Instant;

use super::{Admission, AdmissionError, AdmissionLimits, Permit, counted_as};

const START: Instant = Instant::from_micros(0);

const LIMITS: AdmissionLimits = AdmissionLimits::new()
    .with_connections(6)
    .with_per_address(3)
    .with_unbound(4)
    .with_failed_binds(2)
    .with_block_time(Duration::from_secs(10))
    .with_remembered_addresses(2);

fn address(number: u8) -> IpAddr {
    Ipv4Addr::new(192, 0, 2, number).into()
}

#[test]
fn each_limit_refuses_by_its_name() {
    let admission = Admission::new(LIMITS);
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(admission.admit(START, address(1)).unwrap());
    }
    let refused = |number| admission.admit(START, address(number)).unwrap_err();
    assert_eq!(refused(1), AdmissionError::TooManyOfAddress);
    held.push(admission.admit(START, address(2)).unwrap());
    assert_eq!(refused(3), AdmissionError::TooManyUnbound);
    held.iter_mut().for_each(Permit::bound);
    held.push(admission.admit(START, address(2)).unwrap());
    held.push(admission.admit(START, address(3)).unwrap());
    assert_eq!(refused(4), AdmissionError::Full);
    assert_eq!((admission.connections(), admission.unbound()), (6, 2));
    drop(held);
    assert_eq!((admission.connections(), admission.unbound()), (0, 0));
}

#[test]
fn each_refusal_names_the_limit_to_change() {
    for (refused, limit) in [
        (AdmissionError::Full, "connections"),
        (AdmissionError::TooManyUnbound, "unbound"),
        (AdmissionError::TooManyOfAddress, "per_address"),
        (AdmissionError::Blocked, "failed_binds"),
    ] {
        assert!(
            refused
                .to_string()
                .ends_with(&format!("AdmissionLimits::{limit}")),
            "{refused}"
        );
    }
}

#[test]
fn an_ipv6_customer_is_one_address_and_a_mapped_ipv4_address_is_itself() {
    let counted = |address: &str| counted_as(address.parse().unwrap()).to_string();
    assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    assert_eq!(counted("2001:db8:1:3:3:4:5:6"), "2001:db8:1:3::");
    assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
    assert_eq!(counted("192.0.2.7"), "192.0.2.7");
}

#[test]
fn a_block_ends_on_time_and_the_count_with_it() {
    let admission = Admission::new(LIMITS);
    let permit = admission.admit(START, address(1)).unwrap();
    permit.failed(START);
    let second = START + Duration::from_secs(9);
    assert_eq!(permit.attempt(second), Ok(1));
    permit.failed(second);

    let just_before = second + Duration::from_micros(9_999_999);
    assert_eq!(permit.attempt(just_before), Err(AdmissionError::Blocked));
    assert_eq!(
        admission.admit(just_before, address(1)).unwrap_err(),
        AdmissionError::Blocked
    );
    assert!(admission.admit(just_before, address(2)).is_ok());

    let end = second + Duration::from_secs(10);
    assert_eq!(permit.attempt(end), Ok(0));
    assert!(admission.admit(end, address(1)).is_ok());
}

#[test]
fn the_address_whose_failure_is_longest_ago_is_forgotten_first() {
    let admission = Admission::new(LIMITS.with_connections(100).with_unbound(100));
    let permits: Vec<_> = (0..3)
        .map(|number| admission.admit(START, address(number)).unwrap())
        .collect();
    permits[0].failed(START);
    permits[1].failed(START + Duration::from_secs(1));
    permits[0].failed(START + Duration::from_secs(2));
    permits[2].failed(START + Duration::from_secs(3));
    let now = START + Duration::from_secs(4);
    assert_eq!(permits[0].attempt(now), Err(AdmissionError::Blocked));
    assert_eq!(permits[1].attempt(now), Ok(0));
    assert_eq!(permits[2].attempt(now), Ok(1));
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Admit(u8),
    Bound(usize),
    Failed(usize),
    Close(usize),
    Pass(u8),
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        4 => (0..4_u8).prop_map(Operation::Admit),
        2 => (0..6_usize).prop_map(Operation::Bound),
        2 => (0..6_usize).prop_map(Operation::Failed),
        2 => (0..6_usize).prop_map(Operation::Close),
        1 => (0..12_u8).prop_map(Operation::Pass),
    ]
}

/// What is allowed, counted over a plain list.
#[derive(Default)]
struct Model {
    open: Vec<(u8, bool)>,
    failures: Vec<(u8, u32, Instant)>,
}

impl Model {
    fn failed(&self, number: u8, now: Instant) -> u32 {
        let found = self.failures.iter().find(|(of, ..)| *of == number);
        found
            .filter(|(.., last)| now.since(*last) < LIMITS.block_time)
            .map_or(0, |(_, times, _)| *times)
    }

    fn admits(&self, number: u8, now: Instant) -> Result<(), AdmissionError> {
        let count = |which: &dyn Fn(&(u8, bool)) -> bool| {
            u32::try_from(self.open.iter().filter(|open| which(open)).count()).unwrap()
        };
        if self.failed(number, now) >= LIMITS.failed_binds {
            Err(AdmissionError::Blocked)
        } else if count(&|_| true) >= LIMITS.connections {
            Err(AdmissionError::Full)
        } else if count(&|(_, bound)| !bound) >= LIMITS.unbound {
            Err(AdmissionError::TooManyUnbound)
        } else if count(&|(of, _)| *of == number) >= LIMITS.per_address {
            Err(AdmissionError::TooManyOfAddress)
        } else {
            Ok(())
        }
    }

    fn fail(&mut self, number: u8, now: Instant) {
        let times = self.failed(number, now) + 1;
        self.failures.retain(|(of, ..)| *of != number);
        self.failures.push((number, times, now));
        if self.failures.len() > LIMITS.remembered_addresses {
            // Of one time, the lesser address is the first.
            let oldest = self
                .failures
                .iter()
                .map(|(of, _, last)| (*last, *of))
                .min()
                .unwrap()
                .1;
            self.failures.retain(|(of, ..)| *of != oldest);
        }
    }
}

proptest! {
    #[test]
    fn it_decides_as_a_list_of_connections_would(
        operations in prop::collection::vec(operation(), 0..200)
    ) {
        let admission = Admission::new(LIMITS);
        let mut permits: Vec<Permit> = Vec::new();
        let mut model = Model::default();
        let mut now = START;
        for operation in operations {
            match operation {
                Operation::Admit(number) => {
                    let decided = admission.admit(now, address(number));
                    prop_assert_eq!(decided.as_ref().map(|_| ()).map_err(|refused| *refused), model.admits(number, now));
                    if let Ok(permit) = decided {
                        permits.push(permit);
                        model.open.push((number, false));
                    }
                }
                Operation::Bound(at) if at < permits.len() => {
                    permits[at].bound();
                    model.open[at].1 = true;
                }
                Operation::Failed(at) if at < permits.len() => {
                    permits[at].failed(now);
                    model.fail(model.open[at].0, now);
                }
                Operation::Close(at) if at < permits.len() => {
                    permits.remove(at);
                    model.open.remove(at);
                }
                Operation::Pass(seconds) => now = now + Duration::from_secs(seconds.into()),
                _ => {}
            }
            let unbound = model.open.iter().filter(|(_, bound)| !bound).count();
            prop_assert_eq!(admission.connections() as usize, model.open.len());
            prop_assert_eq!(admission.unbound() as usize, unbound);
            for (permit, (number, _)) in permits.iter().zip(&model.open) {
                let failed = model.failed(*number, now);
                let expected = if failed >= LIMITS.failed_binds { Err(AdmissionError::Blocked) } else { Ok(failed) };
                prop_assert_eq!(permit.attempt(now), expected);
            }
            let counts = admission.0.counts();
            prop_assert!(counts.failures.addresses() <= LIMITS.remembered_addresses);
            prop_assert!(counts.of_address.len() <= model.open.len());
        }
    }
}
