//! Lists inside a body: an octet that counts, and as many entries.

use core::fmt;
use core::marker::PhantomData;

use crate::dialect::{Dialect, Tolerance};
use crate::error::{EncodeError, Kind};
use crate::field::Field;
use crate::prim::{self, Context, Parsed};
use crate::put::Put;

/// A type that is an entry of a [`List`].
///
/// Implemented for the entries of this crate's PDUs, and not outside it.
#[expect(private_bounds, reason = "sealed: the lists of SMPP are these")]
pub trait ListEntry<'a>: Copy + PartialEq + fmt::Debug + Entry<'a> {}

impl<'a, E: Copy + PartialEq + fmt::Debug + Entry<'a>> ListEntry<'a> for E {}

/// How an entry is read and written.
pub(crate) trait Entry<'a>: Sized {
    fn decode(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, Self>;
    fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError>;
}

/// At most 255 entries: read from a frame one by one, or lent as a slice.
///
/// Decoded, it borrows octets that have been validated, so that iterating cannot fail and nothing
/// is allocated for a count; for sending, it borrows a slice of entries. Both are the same type,
/// and equal if their entries are.
#[derive(Clone, Copy)]
pub struct List<'a, E>(Form<'a, E>);

#[derive(Clone, Copy)]
enum Form<'a, E> {
    Wire(&'a [u8], u8),
    Slice(&'a [E]),
}

impl<E> Default for List<'_, E> {
    fn default() -> Self {
        Self(Form::Slice(&[]))
    }
}

impl<'a, E: ListEntry<'a>> List<'a, E> {
    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.0 {
            Form::Wire(_, count) => count as usize,
            Form::Slice(entries) => entries.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each entry in its order.
    #[must_use]
    pub const fn iter(&self) -> ListIter<'a, E> {
        ListIter {
            form: self.0,
            entry: PhantomData,
        }
    }
}

impl<'a, E> From<&'a [E]> for List<'a, E> {
    fn from(entries: &'a [E]) -> Self {
        Self(Form::Slice(entries))
    }
}

impl<'a, E, const N: usize> From<&'a [E; N]> for List<'a, E> {
    fn from(entries: &'a [E; N]) -> Self {
        Self(Form::Slice(entries))
    }
}

impl<'a, E: ListEntry<'a>> PartialEq for List<'a, E> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, E: ListEntry<'a>> Eq for List<'a, E> {}

impl<'a, E: ListEntry<'a>> fmt::Debug for List<'a, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, E: ListEntry<'a>> IntoIterator for &List<'a, E> {
    type Item = E;
    type IntoIter = ListIter<'a, E>;

    fn into_iter(self) -> ListIter<'a, E> {
        self.iter()
    }
}

/// The entries of a [`List`].
#[derive(Clone)]
pub struct ListIter<'a, E> {
    form: Form<'a, E>,
    entry: PhantomData<E>,
}

impl<'a, E: ListEntry<'a>> Iterator for ListIter<'a, E> {
    type Item = E;

    fn next(&mut self) -> Option<E> {
        match &mut self.form {
            Form::Wire(octets, count) => {
                *count = count.checked_sub(1)?;
                // Decoding has accepted these octets; what it tolerated is tolerated again.
                let mut silent = |_| ();
                let mut cx = Context::new(Dialect::TOLERANT, octets.len(), &mut silent);
                let (rest, entry) = E::decode(octets, &mut cx).ok()?;
                *octets = rest;
                Some(entry)
            }
            Form::Slice(entries) => {
                let (entry, rest) = entries.split_first()?;
                *entries = rest;
                Some(*entry)
            }
        }
    }
}

impl<'a, E: ListEntry<'a>> fmt::Debug for ListIter<'a, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// How many entries a list may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) least: u8,
    pub(crate) most: prim::Limit,
    /// The greatest size of an entry.
    pub(crate) entry_octets: usize,
}

impl Count {
    /// What is unusual about so many entries, and the flag that accepts it.
    fn departure(self, entries: u8, dialect: Dialect) -> Option<(Tolerance, Kind)> {
        if entries < self.least {
            Some((Tolerance::OMITTED_FIELD, Kind::Missing))
        } else if usize::from(entries) > self.most.in_version(dialect.version) {
            Some((Tolerance::TOO_LONG, Kind::TooLong))
        } else {
            None
        }
    }
}

/// Reads a count and as many entries.
pub(crate) fn list<'a, E: ListEntry<'a>>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    field: &'static Field,
    allowed: Count,
) -> Parsed<'a, List<'a, E>> {
    let (octets, count) = prim::octet::<u8>(input, cx, field)?;
    if let Some((flag, kind)) = allowed.departure(count, cx.dialect()) {
        cx.deviate(input, flag, field, kind)?;
    }
    let mut rest = octets;
    for _ in 0..count {
        // Each entry takes at least one octet, so a hostile count ends with the frame.
        (rest, _) = E::decode(rest, cx)?;
    }
    Ok((rest, List(Form::Wire(octets, count))))
}

/// Puts a count and the entries.
pub(crate) fn put_list<'a, E: ListEntry<'a>, P: Put>(
    put: &mut P,
    list: List<'a, E>,
    field: &'static Field,
    allowed: Count,
) -> Result<(), EncodeError> {
    let entries = list.len();
    let count = u8::try_from(entries).unwrap_or(u8::MAX);
    put.check(field, None, Kind::TooLong, entries, |_, _| {
        usize::from(count) == entries
    })?;
    for (flag, kind) in [
        (Tolerance::OMITTED_FIELD, Kind::Missing),
        (Tolerance::TOO_LONG, Kind::TooLong),
    ] {
        put.check(field, Some(flag), kind, entries, |dialect, _| {
            allowed.departure(count, dialect) != Some((flag, kind))
        })?;
    }
    put.octet(count, field)?;
    put.begin_list(field, count);
    for entry in list.iter() {
        put.entry();
        entry.put(put)?;
    }
    put.end_list();
    Ok(())
}
