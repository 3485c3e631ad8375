//! Lists against a naive model: one vector of indices for each list.

use std::vec::Vec;

use proptest::prelude::*;

use super::*;

/// Two tags, so that a slot is in two lists at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct One;
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Other;

#[derive(Clone, Copy, Default)]
struct Slot {
    one: Links,
    other: Links,
}

impl Linked<One> for Slot {
    fn links(&self) -> Links {
        self.one
    }

    fn links_mut(&mut self) -> &mut Links {
        &mut self.one
    }
}

impl Linked<Other> for Slot {
    fn links(&self) -> Links {
        self.other
    }

    fn links_mut(&mut self) -> &mut Links {
        &mut self.other
    }
}

/// Two lists of one tag, and a model of each.
struct Pair<L> {
    lists: [SlotList<L>; 2],
    models: [Vec<u32>; 2],
}

impl<L> Pair<L>
where
    Slot: Linked<L>,
{
    fn new() -> Self {
        Self {
            lists: [SlotList::EMPTY; 2],
            models: [Vec::new(), Vec::new()],
        }
    }

    /// Makes one step in a list and in its model. `index` may have no slot.
    fn step(&mut self, slots: &mut [Slot], which: usize, step: u8, index: u32, at: usize) {
        let exists = usize::try_from(index).unwrap() < slots.len();
        let is_in = self.models.iter().any(|model| model.contains(&index));
        let list = &mut self.lists[which];
        let model = &mut self.models[which];
        match step {
            0 if !is_in => {
                list.push_back(slots, index);
                model.extend(exists.then_some(index));
            }
            1 if !is_in => {
                list.push_front(slots, index);
                if exists {
                    model.insert(0, index);
                }
            }
            2 if !is_in && !model.is_empty() => {
                let at = at % model.len();
                list.insert_before(slots, model[at], index);
                if exists {
                    model.insert(at, index);
                }
            }
            3 if model.contains(&index) || !exists => {
                list.remove(slots, index);
                model.retain(|other| *other != index);
            }
            4 => {
                let first = (!model.is_empty()).then(|| model.remove(0));
                assert_eq!(list.pop_front(slots), first);
            }
            5 => {
                let [one, other] = &mut self.lists;
                one.append(slots, other);
                let [one, other] = &mut self.models;
                one.append(other);
            }
            _ => {}
        }
        for (list, model) in self.lists.iter().zip(&self.models) {
            assert_eq!(list.first(), model.first().copied());
            assert_eq!(list.last(), model.last().copied());
            assert_eq!(list.is_empty(), model.is_empty());
            assert!(
                list.iter(slots)
                    .map(|(index, _)| index)
                    .eq(model.iter().copied())
            );
            // The links backward are those forward, reversed.
            let mut previous = NONE;
            for (index, slot) in list.iter(slots) {
                assert_eq!(Linked::<L>::links(slot).previous, previous);
                previous = index;
            }
            if let Some(&middle) = model.get(model.len() / 2) {
                let rest = SlotList::<L>::iter_from(slots, middle).map(|(index, _)| index);
                assert!(rest.eq(model[model.len() / 2..].iter().copied()));
            }
        }
    }
}

proptest! {
    #[test]
    fn lists_agree_with_vectors(
        count in 0..6_usize,
        steps in prop::collection::vec((any::<bool>(), 0..2_usize, 0..6_u8, 0..7_u32, 0..6_usize), 0..60),
    ) {
        let mut slots = std::vec![Slot::default(); count];
        let (mut one, mut other) = (Pair::<One>::new(), Pair::<Other>::new());
        for (tag, which, step, index, at) in steps {
            if tag {
                one.step(&mut slots, which, step, index, at);
            } else {
                other.step(&mut slots, which, step, index, at);
            }
        }
    }

    #[test]
    fn any_links_neither_panic_nor_loop(
        links in prop::collection::vec((0..7_u32, 0..7_u32), 0..6),
        ends in (0..7_u32, 0..7_u32),
        index in any::<u32>(),
    ) {
        let mut slots: Vec<Slot> = links
            .into_iter()
            .map(|(previous, next)| Slot { one: Links { previous, next }, ..Slot::default() })
            .collect();
        let slots = slots.as_mut_slice();
        let mut list = SlotList::<One> { first: ends.0, last: ends.1, tag: PhantomData };
        prop_assert!(list.iter(slots).count() <= slots.len());
        list.remove(slots, index % 8);
        list.push_back(slots, index % 8);
        list.insert_before(slots, ends.0, index);
        list.append(slots, &mut SlotList { first: ends.1, last: index, tag: PhantomData });
        let _ = list.pop_front(slots);
        prop_assert!(list.iter(slots).count() <= slots.len());
    }
}

#[test]
fn list_of_all_slots_is_in_their_order() {
    let mut slots = [Slot::default(); 4];
    let list = SlotList::<One>::of_all(&mut slots);
    assert!(list.iter(&slots).map(|(index, _)| index).eq(0..4));
    assert!(SlotList::<Other>::of_all::<Slot>(&mut []).is_empty());
}
