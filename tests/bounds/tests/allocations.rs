//! No entry point of the pure crates allocates, and none needs more stack than a small thread has,
//! whatever the input.

use std::hint::black_box;
use std::thread::Builder;

use smpp_bounds::{Case, Work};

/// What a thread of an embedded system might have; recursion by input would overflow it.
const STACK: usize = 64 * 1024;

fn allocations(work: Work) -> u64 {
    let counting = || allocation_counter::measure(work).count_total;
    let thread = Builder::new().stack_size(STACK).spawn(counting).unwrap();
    thread.join().unwrap()
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(Box::new(|| drop(black_box(Box::new(1))))), 1);
}

#[test]
fn the_worst_inputs_allocate_nothing_and_fit_a_small_stack() {
    for case in Case::all() {
        for size in [case.size, case.greatest()] {
            let count = allocations((case.prepare)(size));
            assert_eq!(count, 0, "{} at {size}", case.name);
        }
    }
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Case::all().map(|case| case.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}
