//! Numbers to call back.
//!
//! The k-th `callback_num_atag` and `callback_num_pres_ind` of a PDU belong to its k-th
//! `callback_num`: see [`Tlvs::get_all`](crate::tlv::Tlvs::get_all).

use core::fmt;

use super::{DataCoding, Npi, Ton};
use crate::error::EncodeError;

open_enum! {
    /// How the digits of a `callback_num` are coded, bit 0 of its first octet.
    pub struct DigitMode(u8) {
        /// DTMF. The specification says all the same that the digits are ASCII.
        DTMF = 0, "dtmf";
        /// ASCII.
        ASCII = 1, "ascii";
    }
}

octets_view! {
    /// `callback_num`: a number to call back.
    ///
    /// Layout (octets): digit mode 1, in bit 0; type of number 1, in three bits; numbering plan 1,
    /// in four bits; digits 1 to 16. 4 to 19 in all. May occur more than once.
    ///
    /// Borrows the frame, or the room that it is built in. `Debug` does not show the digits.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    ///
    /// ```
    /// use smpp_codec::tlv::{self, Tlv, Tlvs};
    /// use smpp_codec::values::{CallbackNum, DigitMode, Npi, Ton};
    ///
    /// let mut room = [0; CallbackNum::MAX_OCTETS];
    /// let number = CallbackNum::build(&mut room, DigitMode::ASCII, Ton::INTERNATIONAL, Npi::ISDN, b"447700900123")?;
    /// let list = [Tlv::new(tlv::CALLBACK_NUM, number)];
    ///
    /// let Ok(Some(read)) = Tlvs::from(&list).get(tlv::CALLBACK_NUM) else { panic!("it is there") };
    /// assert_eq!((read.ton(), read.digits()), (Ton::INTERNATIONAL, &b"447700900123"[..]));
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    pub struct CallbackNum<'a>("callback_num", 4..=19);
}

impl<'a> CallbackNum<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If there are not 1 to 16 digits.
    pub fn build(
        room: &'a mut [u8; CallbackNum::MAX_OCTETS],
        digit_mode: DigitMode,
        ton: Ton,
        npi: Npi,
        digits: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [digit_mode.0, ton.0, npi.0], digits)
    }

    /// How the digits are coded; the seven bits that mean nothing are left out.
    #[must_use]
    pub const fn digit_mode(&self) -> DigitMode {
        DigitMode(self.head(0) & 1)
    }

    /// Type of number.
    #[must_use]
    pub const fn ton(&self) -> Ton {
        Ton(self.head(1))
    }

    /// Numbering plan.
    #[must_use]
    pub const fn npi(&self) -> Npi {
        Npi(self.head(2))
    }

    /// The digits.
    #[must_use]
    pub const fn digits(&self) -> &'a [u8] {
        self.tail(3)
    }
}

impl fmt::Debug for CallbackNum<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackNum")
            .field("digit_mode", &self.digit_mode())
            .field("ton", &self.ton())
            .field("npi", &self.npi())
            .field("digits", &format_args!("<{} octets>", self.digits().len()))
            .finish()
    }
}

octets_view! {
    /// `callback_num_atag`: what to show for a number to call back.
    ///
    /// Layout (octets): `data_coding` 1, text 0 to 64. May occur more than once. The specification
    /// prints only the maximum, 65.
    ///
    /// Borrows the frame, or the room that it is built in. `Debug` does not show the text.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    ///
    /// ```
    /// use smpp_codec::values::{CallbackNumAtag, DataCoding};
    ///
    /// let mut room = [0; CallbackNumAtag::MAX_OCTETS];
    /// let atag = CallbackNumAtag::build(&mut room, DataCoding::LATIN_1, b"the bank")?;
    /// assert_eq!((atag.data_coding(), atag.text()), (DataCoding::LATIN_1, &b"the bank"[..]));
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    pub struct CallbackNumAtag<'a>("callback_num_atag", 1..=65);
}

impl<'a> CallbackNumAtag<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If the text has more than 64 octets.
    pub fn build(
        room: &'a mut [u8; CallbackNumAtag::MAX_OCTETS],
        data_coding: DataCoding,
        text: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [data_coding.0], text)
    }

    /// How the text is coded.
    #[must_use]
    pub const fn data_coding(&self) -> DataCoding {
        DataCoding(self.head(0))
    }

    /// The text.
    #[must_use]
    pub const fn text(&self) -> &'a [u8] {
        self.tail(1)
    }
}

impl fmt::Debug for CallbackNumAtag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackNumAtag")
            .field("data_coding", &self.data_coding())
            .field("text", &format_args!("<{} octets>", self.text().len()))
            .finish()
    }
}

open_enum! {
    /// Whether a number may be shown, bits 3 and 2 of `callback_num_pres_ind`.
    pub struct Presentation(u8) {
        /// Allowed.
        ALLOWED = 0, "allowed";
        /// Restricted.
        RESTRICTED = 1, "restricted";
        /// The number is not available.
        NOT_AVAILABLE = 2, "not_available";
    }
}

open_enum! {
    /// Who vouches for a number, bits 1 and 0 of `callback_num_pres_ind`.
    pub struct Screening(u8) {
        /// The user gave it, nobody checked.
        NOT_SCREENED = 0, "not_screened";
        /// The user gave it, and it is right.
        VERIFIED_AND_PASSED = 1, "verified_and_passed";
        /// The user gave it, and it is wrong.
        VERIFIED_AND_FAILED = 2, "verified_and_failed";
        /// The network gave it.
        NETWORK_PROVIDED = 3, "network_provided";
    }
}

/// `callback_num_pres_ind`: whether a number to call back may be shown, and who vouches for it.
/// TDMA.
///
/// One octet: bits 3 and 2 presentation, bits 1 and 0 screening. May occur more than once.
///
/// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::values::{CallbackNumPresInd, Presentation, Screening};
///
/// let hidden = CallbackNumPresInd::new(Presentation::RESTRICTED, Screening::NETWORK_PROVIDED);
/// assert_eq!(hidden, CallbackNumPresInd(0x07));
/// assert_eq!(hidden.presentation(), Presentation::RESTRICTED);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a bit field is its integer, for ever"
)]
pub struct CallbackNumPresInd(pub u8);

impl CallbackNumPresInd {
    /// Both; two bits of each count.
    #[must_use]
    pub const fn new(presentation: Presentation, screening: Screening) -> Self {
        Self((presentation.0 & 0x03) << 2 | screening.0 & 0x03)
    }

    /// Bits 3 and 2.
    #[must_use]
    pub const fn presentation(self) -> Presentation {
        Presentation((self.0 & 0x0C) >> 2)
    }

    /// Bits 1 and 0.
    #[must_use]
    pub const fn screening(self) -> Screening {
        Screening(self.0 & 0x03)
    }

    pub(crate) const fn name(self) -> Option<&'static str> {
        None
    }
}

impl fmt::Debug for CallbackNumPresInd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (presentation, screening) = (self.presentation(), self.screening());
        write!(f, "{:#04x} ({presentation}, {screening})", self.0)
    }
}
