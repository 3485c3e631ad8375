//! The window against a naive model of it: a map from sequence number to request.

use core::time::Duration;
use std::collections::{BTreeMap, VecDeque};
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

const SUBMIT: CommandId = CommandId::SUBMIT_SM;
const PATIENCE: Duration = Duration::from_micros(10);

fn slots(capacity: usize) -> Vec<WindowSlot<u64>> {
    (0..capacity).map(|_| WindowSlot::EMPTY).collect()
}

fn waiting(window: &Window, slots: &[WindowSlot<u64>], number: u32) -> Option<CommandId> {
    window.waiting(slots, number).map(|(_, request)| request)
}

fn remove(window: &mut Window, slots: &mut [WindowSlot<u64>], number: u32) -> Option<Done<u64>> {
    let (place, _) = window.find(slots, number)?;
    window.take(slots, place)
}

/// What is asked of the window.
#[derive(Clone, Debug)]
enum Step {
    Request,
    /// A PDU without a slot; whether it stays unanswered.
    Unslotted(bool),
    /// A response to the request that is so far from the oldest.
    Respond(usize),
    /// A response that nobody waits for.
    Stray(u32),
    Fail(usize),
    Wait(u64),
    Expire,
    /// So many numbers have gone by that those still in use lie ahead, this far.
    Turn(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Request),
        1 => any::<bool>().prop_map(Step::Unslotted),
        4 => (0..8_usize).prop_map(Step::Respond),
        1 => any::<u32>().prop_map(Step::Stray),
        1 => (0..8_usize).prop_map(Step::Fail),
        1 => (0..12_u64).prop_map(Step::Wait),
        1 => Just(Step::Expire),
        1 => (0..4_u32).prop_map(Step::Turn),
    ]
}

/// A request of the model.
struct Waiting {
    token: u64,
    deadline: Instant,
    failed: bool,
}

struct Pair {
    window: Window,
    slots: Vec<WindowSlot<u64>>,
    waiting: BTreeMap<u32, Waiting>,
    /// Numbers in the order in which they will expire.
    order: VecDeque<u32>,
    /// At most three, as a session has them.
    control: VecDeque<u32>,
    now: Instant,
    next_token: u64,
    last_number: u32,
}

impl Pair {
    fn new(capacity: usize, last: u32) -> Self {
        let mut slots = slots(capacity);
        let mut window = Window::new(&mut slots);
        window.go_on_behind(&slots, last);
        Self {
            window,
            slots,
            waiting: BTreeMap::new(),
            order: VecDeque::new(),
            control: VecDeque::new(),
            now: Instant::from_micros(1),
            next_token: 0,
            last_number: 0,
        }
    }

    fn nth(&self, nth: usize) -> Option<u32> {
        self.order.get(nth).copied()
    }

    fn used(&mut self, number: u32) {
        assert!((1..=MAX_SEQUENCE_NUMBER).contains(&number), "{number:#x}");
        assert!(!self.waiting.contains_key(&number), "{number:#x} is in use");
        assert!(
            !self.control.contains(&number),
            "{number:#x} is in use outside"
        );
        // Numbers ascend, except where they begin again.
        let room = 5 * self.slots.len() as u32 + 5;
        let wrapped = self.last_number > MAX_SEQUENCE_NUMBER - room && number <= room;
        assert!(
            number > self.last_number || wrapped,
            "{number:#x} after {:#x}",
            self.last_number
        );
        self.last_number = number;
    }

    fn forget(&mut self, number: u32) -> Waiting {
        self.order.retain(|other| *other != number);
        self.waiting.remove(&number).unwrap()
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Request => {
                let control = self.control.clone();
                let avoid = |number: u32| control.contains(&number);
                let number = self.window.next_sequence_number(&self.slots, avoid);
                let full = self.waiting.len() == self.slots.len();
                assert_eq!(number.is_none(), full);
                let Some(number) = number else { return };
                self.used(number);
                let token = self.next_token;
                let deadline = self.now + PATIENCE;
                self.window
                    .insert(&mut self.slots, number, SUBMIT, token, deadline);
                self.waiting.insert(
                    number,
                    Waiting {
                        token,
                        deadline,
                        failed: false,
                    },
                );
                self.order.push_back(number);
                self.next_token += 1;
            }
            Step::Unslotted(stays) => {
                let control = self.control.clone();
                let avoid = |number: u32| control.contains(&number);
                let number = self.window.unslotted_sequence_number(&self.slots, avoid);
                self.used(number);
                self.window.pass(&mut self.slots, number);
                if stays {
                    self.control.push_back(number);
                    self.control
                        .drain(..self.control.len().saturating_sub(CONTROL));
                }
            }
            Step::Respond(nth) => {
                let Some(number) = self.nth(nth) else { return };
                if self.waiting[&number].failed {
                    assert_eq!(waiting(&self.window, &self.slots, number), None);
                    return;
                }
                assert_eq!(waiting(&self.window, &self.slots, number), Some(SUBMIT));
                let done = remove(&mut self.window, &mut self.slots, number).unwrap();
                assert_eq!(
                    (done.token, done.sequence_number),
                    (self.forget(number).token, number)
                );
                assert!(!done.failed);
                // A second time it answers nothing.
                assert_eq!(waiting(&self.window, &self.slots, number), None);
                assert!(remove(&mut self.window, &mut self.slots, number).is_none());
            }
            Step::Stray(number) => {
                let expected = self.waiting.get(&number).filter(|request| !request.failed);
                let found = waiting(&self.window, &self.slots, number);
                assert_eq!(found, expected.map(|_| SUBMIT));
            }
            Step::Fail(nth) => {
                let Some(number) = self.nth(nth) else { return };
                if !self.waiting[&number].failed {
                    let (place, _) = self.window.waiting(&self.slots, number).unwrap();
                    self.window.fail(&mut self.slots, place);
                    self.waiting.get_mut(&number).unwrap().failed = true;
                    self.order.retain(|other| *other != number);
                    self.order.push_front(number);
                }
            }
            Step::Turn(ahead) => {
                let used = self.waiting.keys().chain(&self.control).min().copied();
                let last = used.unwrap_or(1).saturating_sub(2 + ahead);
                self.window.go_on_behind(&self.slots, last);
                self.last_number = 0;
            }
            Step::Wait(micros) => self.now = self.now + Duration::from_micros(micros),
            Step::Expire => {
                while let Some(done) = self.window.expired(&mut self.slots, self.now) {
                    assert_eq!(Some(done.sequence_number), self.nth(0), "the oldest first");
                    let request = self.forget(done.sequence_number);
                    assert_eq!((done.token, done.failed), (request.token, request.failed));
                    assert!(request.failed || request.deadline <= self.now, "too early");
                }
                let due = |request: &Waiting| request.failed || request.deadline <= self.now;
                assert!(!self.waiting.values().any(due), "one is left over");
            }
        }
        assert_eq!(self.window.outstanding() as usize, self.waiting.len());
        assert_eq!(
            self.window.is_full(),
            self.waiting.len() == self.slots.len()
        );
        let first = self.order.front().map(|number| &self.waiting[number]);
        let deadline = first.map_or(Instant::NEVER, |first| match first.failed {
            true => Instant::default(),
            false => first.deadline,
        });
        assert_eq!(self.window.deadline(&self.slots), deadline);
    }

    fn finish(mut self) {
        let mut left: Vec<u64> = self.waiting.values().map(|request| request.token).collect();
        while let Some(done) = self.window.pop(&mut self.slots) {
            let at = left.iter().position(|token| *token == done.token);
            left.swap_remove(at.expect("each token once"));
        }
        assert!(left.is_empty(), "every token comes back");
        assert_eq!(self.window.outstanding(), 0);
    }
}

proptest! {
    #[test]
    fn behaves_as_a_map(
        capacity in prop_oneof![0..4_usize, Just(10), Just(100)],
        before_the_end in prop_oneof![Just(None), (0..40_u32).prop_map(Some)],
        steps in prop::collection::vec(step(), 0..200),
    ) {
        let last = match before_the_end {
            None => MAX_SEQUENCE_NUMBER - 1,
            Some(left) => MAX_SEQUENCE_NUMBER - 2 - left,
        };
        let mut pair = Pair::new(capacity, last);
        if before_the_end.is_some() {
            pair.last_number = last + 1;
        }
        for step in steps {
            pair.step(step);
        }
        pair.finish();
    }
}

/// The numbers of so many requests, each answered at once.
fn numbers(capacity: usize, last: u32, count: usize) -> Vec<u32> {
    let mut slots = slots(capacity);
    let mut window = Window::new(&mut slots);
    window.go_on_behind(&slots, last);
    let mut numbers = Vec::new();
    for _ in 0..count {
        let number = window.next_sequence_number(&slots, |_| false).unwrap();
        window.insert(&mut slots, number, SUBMIT, 0, Instant::NEVER);
        remove(&mut window, &mut slots, number).unwrap();
        numbers.push(number);
    }
    numbers
}

#[test]
fn numbers_begin_at_one_and_go_on_by_one() {
    for capacity in [1, 2, 10, 1000] {
        let expected: Vec<u32> = (1..=25).collect();
        assert_eq!(
            numbers(capacity, MAX_SEQUENCE_NUMBER - 1, 25),
            expected,
            "{capacity}"
        );
    }
}

#[test]
fn numbers_go_on_by_one_past_those_without_a_slot() {
    for capacity in [1, 2, 10] {
        let mut slots = slots(capacity);
        let mut window = Window::new(&mut slots);
        for expected in 1..=30 {
            if expected % 7 == 1 {
                let number = window.unslotted_sequence_number(&slots, |_| false);
                window.pass(&mut slots, number);
                assert_eq!(number, expected, "{capacity}");
                continue;
            }
            let number = window.next_sequence_number(&slots, |_| false).unwrap();
            assert_eq!(number, expected, "{capacity}");
            window.insert(&mut slots, number, SUBMIT, 0, Instant::NEVER);
            remove(&mut window, &mut slots, number).unwrap();
        }
    }
}

#[test]
fn numbers_begin_again_behind_the_greatest() {
    for capacity in [1, 2, 3, 10, 1000] {
        let numbers = numbers(
            capacity,
            MAX_SEQUENCE_NUMBER - 2 * capacity as u32,
            5 * capacity,
        );
        let wraps = numbers.windows(2).filter(|pair| pair[1] < pair[0]).count();
        assert_eq!(wraps, 1, "{capacity}");
        assert!(
            numbers
                .iter()
                .all(|number| (1..=MAX_SEQUENCE_NUMBER).contains(number))
        );
    }
}

#[test]
fn a_window_of_none_takes_nothing() {
    let mut slots = slots(0);
    let window = Window::new(&mut slots);
    assert!(window.is_full());
    assert_eq!(window.next_sequence_number(&slots, |_| false), None);
    assert_eq!(waiting(&window, &slots, 1), None);
    assert_eq!(window.unslotted_sequence_number(&slots, |_| false), 1);
}

#[test]
fn lent_slots_are_emptied() {
    let mut slots = slots(3);
    let mut window = Window::new(&mut slots);
    for _ in 0..3 {
        let number = window.next_sequence_number(&slots, |_| false).unwrap();
        window.insert(&mut slots, number, SUBMIT, 9, Instant::NEVER);
    }
    let window = Window::new(&mut slots);
    assert_eq!((window.outstanding(), window.is_full()), (0, false));
    assert!(slots.iter().all(|slot| slot.token.is_none()));
}
