//! Choosing the alphabet: the cheapest that loses nothing.

mod composed;

pub use self::composed::{Composed, Reason};

use crate::alphabet::Alphabet;
use crate::data_coding::{Content, Meaning, MessageClass, Peer};
use crate::gsm7::{Gsm7, Language, Survey};
use crate::setters::setters;
use crate::split::{Limits, Method, SplitError, Splitter};

/// How a text becomes a message.
///
/// The choice is by parts, then by how widely handsets know the alphabet: the
/// peer's default alphabet, Latin-1 where allowed, UCS-2, national tables.
///
/// # Examples
///
/// What a message composer shows:
///
/// ```
/// use smpp_message::data_coding::DataCoding;
/// use smpp_message::{Alphabet, Composer, Reason};
///
/// let message = Composer::default().compose("Grüße aus Zürich")?;
/// assert_eq!(message.alphabet(), Alphabet::GSM7);
/// assert_eq!((message.parts(), message.units(), message.room()), (1, 16, 144));
///
/// let message = Composer::default().compose("Grüße aus Łódź")?;
/// assert_eq!(message.alphabet(), Alphabet::Utf16);
/// assert_eq!(message.reason(), Reason::NotInDefault { position: 12 });
/// assert_eq!(message.data_coding(), DataCoding::UCS2);
/// # Ok::<(), smpp_message::split::SplitError>(())
/// ```
///
/// And sends:
///
/// ```
/// # use smpp_codec::pdu::SubmitSm;
/// # use smpp_codec::values::Address;
/// # use smpp_message::Composer;
/// # let (source, to) = (Address::alphanumeric(b"BANK"), Address::international(b"447700900123"));
/// use smpp_message::split::MAX_PART_LEN;
///
/// let message = Composer::default().compose("a text of one or more parts")?;
/// let mut short_message = [0; MAX_PART_LEN];
/// for part in message.with_reference(7) {
///     let submit = SubmitSm {
///         esm_class: part.esm_class(),
///         data_coding: part.data_coding(),
///         ..SubmitSm::new(source, to, part.encode(&mut short_message)?)
///     };
///     // … send it
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Composer<'a> {
    /// Meaning of `data_coding` to the peer: its 0 is the default alphabet. Default:
    /// [`Peer::new`].
    pub peer: Peer,
    /// Size and kind of a part. Default: [`Limits::new`].
    pub limits: Limits<'a>,
    /// When to use national language tables. Default: [`National::IfItSavesAPart`].
    pub national: National,
    /// When to use Latin-1, `data_coding` 3. Default: [`Latin1::Never`].
    pub latin1: Latin1,
    /// Class of the message; [`MessageClass::FLASH`] shows it at once. Default: none.
    pub class: Option<MessageClass>,
}

/// When to use national language tables, which not every handset knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum National {
    /// Never.
    Never,
    /// When that takes fewer parts than anything else.
    #[default]
    IfItSavesAPart,
    /// Rather than UCS-2, if it takes no more parts.
    RatherThanUcs2,
}

/// When to use Latin-1, which the message centre converts for the handset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Latin1 {
    /// Never.
    #[default]
    Never,
    /// Instead of GSM 7-bit, if that has every character too: nothing is lost
    /// when the message centre converts.
    IfInGsm7,
    /// If it has every character and the default alphabet has not. A message
    /// centre may lose some.
    IfNotInDefault,
}

impl Default for Composer<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Composer<'a> {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            peer: Peer::new(),
            limits: Limits::new(),
            national: National::IfItSavesAPart,
            latin1: Latin1::Never,
            class: None,
        }
    }

    setters! {
        with_peer peer: Peer;
        with_limits limits: Limits<'a>;
        with_national national: National;
        with_latin1 latin1: Latin1;
        with_class class: Option<MessageClass>;
    }

    /// Chooses the alphabet of a text: of those that a `data_coding` names to the peer.
    ///
    /// # Errors
    ///
    /// As [`Splitter::from_text`]: more than 255 parts in every alphabet, or a header
    /// that leaves no room. Some alphabet has every character.
    /// [`SplitErrorKind::NoDataCoding`](crate::split::SplitErrorKind::NoDataCoding) if the peer has no value for it with this class.
    pub fn compose(&self, text: &'a str) -> Result<Composed<'a>, SplitError> {
        let default = match self.peer.zero {
            Content::Text(alphabet) => Some(alphabet),
            _ => None,
        };
        if self.latin1 == Latin1::IfInGsm7 && Alphabet::GSM7.units(text).is_ok() {
            if let Some(latin1) = self.latin1(text) {
                return Ok(latin1);
            }
        }
        let reason = match default.map(|alphabet| (alphabet, alphabet.units(text))) {
            Some((alphabet, Ok(units))) => {
                match Splitter::counted(text, alphabet, units, &self.limits) {
                    Ok(split) => {
                        let saving = self.saving(text, alphabet, units, &split);
                        let chosen =
                            saving.or_else(|| self.chosen(split, alphabet, Reason::Default));
                        if let Some(chosen) = chosen {
                            return Ok(chosen);
                        }
                        Reason::NoDataCoding
                    }
                    Err(_) => Reason::FewerParts,
                }
            }
            Some((_, Err(error))) => Reason::NotInDefault {
                position: error.position(),
            },
            None => Reason::NotInDefault { position: 0 },
        };
        if self.latin1 == Latin1::IfNotInDefault {
            if let Some(latin1) = self.latin1(text) {
                return Ok(latin1);
            }
        }
        self.wide_or_national(text, default, reason)
    }

    fn latin1(&self, text: &'a str) -> Option<Composed<'a>> {
        let split = Splitter::from_text(text, Alphabet::Latin1, &self.limits).ok()?;
        self.chosen(split, Alphabet::Latin1, Reason::Latin1)
    }

    /// UCS-2, or the national tables that are better.
    fn wide_or_national(
        &self,
        text: &'a str,
        default: Option<Alphabet>,
        reason: Reason,
    ) -> Result<Composed<'a>, SplitError> {
        let wide = match self.peer.eight {
            Content::Text(alphabet) => alphabet,
            _ => Alphabet::Utf16,
        };
        let split = Splitter::from_text(text, wide, &self.limits);
        let parts = match &split {
            Ok(split) => usize::from(self.radio_parts(text, wide, split)),
            Err(_) => usize::from(u8::MAX).saturating_add(1),
        };
        // Where national tables are preferred, as many parts are few enough.
        let rather = self.national == National::RatherThanUcs2;
        let fewer_than = parts.saturating_add(usize::from(rather));
        let national = self.national(text, default, fewer_than);
        if let Some((national, alphabet, fewer)) = national {
            let chosen = self.chosen(national, alphabet, Self::rather(parts, fewer));
            if let Some(chosen) = chosen {
                return Ok(chosen);
            }
        }
        self.chosen(split?, wide, reason)
            .ok_or(SplitError::NO_DATA_CODING)
    }

    /// Why national tables that take so many parts were chosen, where UCS-2 takes `parts`.
    fn rather(parts: usize, fewer: u8) -> Reason {
        match u8::try_from(parts.saturating_sub(fewer.into())) {
            Ok(0) => Reason::RatherThanUcs2,
            Ok(saved) => Reason::SavesParts(saved),
            Err(_) => Reason::SavesParts(u8::MAX),
        }
    }

    /// The message in this alphabet; `None` if the peer has no `data_coding` for it.
    fn chosen(
        &self,
        split: Splitter<'a>,
        alphabet: Alphabet,
        reason: Reason,
    ) -> Option<Composed<'a>> {
        let mut meaning = Meaning::new(Content::Text(alphabet));
        meaning.class = self.class;
        let data_coding = meaning.data_coding(&self.peer)?;
        Some(Composed {
            split: split.with_data_coding(data_coding),
            alphabet,
            reason,
        })
    }

    /// National tables for a text that the default alphabet has, if they save
    /// escapes enough for a part.
    fn saving(
        &self,
        text: &'a str,
        default: Alphabet,
        units: usize,
        split: &Splitter<'a>,
    ) -> Option<Composed<'a>> {
        let parts = self.radio_parts(text, default, split);
        // Without an escape there is nothing to save.
        if parts == 1 || (units == text.len() && text.is_ascii()) {
            return None;
        }
        let (national, alphabet, fewer) = self.national(text, Some(default), usize::from(parts))?;
        let saved = parts.saturating_sub(fewer);
        self.chosen(national, alphabet, Reason::SavesParts(saved))
    }

    /// The national tables that take the fewest parts, if fewer than so many.
    fn national(
        &self,
        text: &'a str,
        default: Option<Alphabet>,
        fewer_than: usize,
    ) -> Option<(Splitter<'a>, Alphabet, u8)> {
        let form: fn(Gsm7) -> Alphabet = match default? {
            Alphabet::Gsm7(_) => Alphabet::Gsm7,
            Alphabet::Gsm7Packed(_) => Alphabet::Gsm7Packed,
            _ => return None,
        };
        if self.national == National::Never || fewer_than <= 1 {
            return None;
        }
        // Each character takes a septet or two, and there is a shift element or
        // two: where even the fewest would not do, no table is looked at.
        let mut limits = self.limits;
        if limits.method == Method::Payload {
            limits.method = Method::Udh8;
        }
        let one_shift = form(Gsm7::single(Language::TURKISH));
        let fewest = Splitter::fewest(one_shift, text.chars().count(), &limits).ok()?;
        if usize::from(fewest) >= fewer_than {
            return None;
        }
        // Of as few parts, fewer elements; then the first, which has no locking table if it can: a
        // handset without these tables shows most of what a single shift leaves.
        let mut best: Option<(Splitter<'a>, Alphabet, u8)> = None;
        for (gsm7, septets) in Survey::of(text).pairs() {
            if gsm7 == Gsm7::DEFAULT {
                continue;
            }
            let alphabet = form(gsm7);
            let Ok(split) = Splitter::counted(text, alphabet, septets, &self.limits) else {
                continue;
            };
            let parts = self.radio_parts(text, alphabet, &split);
            let better = match &best {
                None => usize::from(parts) < fewer_than,
                Some((_, chosen, fewest)) => {
                    (parts, elements(alphabet)) < (*fewest, elements(*chosen))
                }
            };
            if better {
                best = Some((split, alphabet, parts));
            }
        }
        best
    }

    /// How many parts reach the handset: those of a payload are cut by the
    /// message centre, with 8-bit references.
    fn radio_parts(&self, text: &'a str, alphabet: Alphabet, split: &Splitter<'a>) -> u8 {
        if self.limits.method != Method::Payload {
            return split.parts();
        }
        let mut limits = self.limits;
        limits.method = Method::Udh8;
        Splitter::from_text(text, alphabet, &limits).map_or(u8::MAX, |split| split.parts())
    }
}

/// Header elements that the tables need.
fn elements(alphabet: Alphabet) -> u8 {
    match alphabet {
        Alphabet::Gsm7(gsm7) | Alphabet::Gsm7Packed(gsm7) => {
            let shifted = |language| u8::from(language != Language::DEFAULT);
            shifted(gsm7.locking).saturating_add(shifted(gsm7.single))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
