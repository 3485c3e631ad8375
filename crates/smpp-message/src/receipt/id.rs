//! Message ids that are written one way in the response and another in the
//! receipt.

use crate::writer::Writer;

/// A way to rewrite a message id.
///
/// An id is octets of the message centre's choice. Some centres answer a
/// submission with a hexadecimal number and put the decimal one into the
/// receipt, or the reverse, or lose zeros. Which of these a peer does is for
/// its profile to say: trying all of them would match strangers.
///
/// # Examples
///
/// ```
/// use smpp_message::receipt::IdForm;
///
/// let mut out = [0; 64];
/// let id = IdForm::DecimalToHex.rewrite(b"0221067780", &mut out);
/// assert_eq!(id, Some(&b"d2d3a04"[..]));
/// assert_eq!(IdForm::HexToDecimal.rewrite(b"D2D3A04", &mut out), Some(&b"221067780"[..]));
/// assert_eq!(IdForm::HexToDecimal.rewrite(b"no number", &mut out), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdForm {
    /// As it is.
    Same,
    /// Letters in lower case.
    LowerCase,
    /// Without zeros in front.
    WithoutZeros,
    /// With zeros in front, up to this many octets.
    Padded(u8),
    /// A decimal number as hexadecimal, in lower case, without zeros.
    DecimalToHex,
    /// A hexadecimal number as decimal, without zeros.
    HexToDecimal,
}

impl IdForm {
    /// Writes an id in this form into `out`, of 65 octets or more.
    ///
    /// `None` if it has no such form (it is no number, or one above 128 bits),
    /// or `out` is too small.
    pub fn rewrite<'b>(self, id: &[u8], out: &'b mut [u8]) -> Option<&'b [u8]> {
        let mut writer = Writer::new(out);
        match self {
            Self::Same => writer.extend(id).ok()?,
            Self::LowerCase => {
                for octet in id {
                    writer.push(octet.to_ascii_lowercase()).ok()?;
                }
            }
            Self::WithoutZeros => writer.extend(without_zeros(id)).ok()?,
            Self::Padded(width) => {
                for _ in id.len()..usize::from(width) {
                    writer.push(b'0').ok()?;
                }
                writer.extend(id).ok()?;
            }
            Self::DecimalToHex => write_number(number(id, 10)?, 16, &mut writer)?,
            Self::HexToDecimal => write_number(number(id, 16)?, 10, &mut writer)?,
        }
        Some(writer.finish())
    }
}

fn without_zeros(id: &[u8]) -> &[u8] {
    let zeros = id.iter().take_while(|octet| **octet == b'0').count();
    // Of zeros only, one stays.
    let zeros = zeros.min(id.len().saturating_sub(1));
    id.get(zeros..).unwrap_or_default()
}

fn number(id: &[u8], radix: u8) -> Option<u128> {
    if id.is_empty() {
        return None;
    }
    id.iter().try_fold(0_u128, |number, &octet| {
        let digit = char::from(octet).to_digit(radix.into())?;
        number.checked_mul(radix.into())?.checked_add(digit.into())
    })
}

fn write_number(number: u128, radix: u8, writer: &mut Writer<'_>) -> Option<()> {
    // 39 decimal digits hold 128 bits.
    let mut digits = [0_u8; 40];
    let mut rest = number;
    let mut count = 0_usize;
    for place in &mut digits {
        let digit = u32::try_from(rest.checked_rem(radix.into())?).ok()?;
        *place = u8::try_from(char::from_digit(digit, radix.into())?).ok()?;
        rest = rest.checked_div(radix.into())?;
        count = count.saturating_add(1);
        if rest == 0 {
            break;
        }
    }
    for digit in digits.get(..count)?.iter().rev() {
        writer.push(*digit).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_of_the_quirks() {
        let cases: [(IdForm, &str, Option<&str>); 13] = [
            (IdForm::Same, "0Ab", Some("0Ab")),
            (IdForm::LowerCase, "0Ab", Some("0ab")),
            (IdForm::WithoutZeros, "0012", Some("12")),
            (IdForm::WithoutZeros, "000", Some("0")),
            (IdForm::WithoutZeros, "", Some("")),
            (IdForm::Padded(5), "12", Some("00012")),
            (IdForm::Padded(1), "12", Some("12")),
            (IdForm::DecimalToHex, "0221067780", Some("d2d3a04")),
            (IdForm::DecimalToHex, "12a", None),
            (IdForm::DecimalToHex, "", None),
            (IdForm::HexToDecimal, "0D2D3A04", Some("221067780")),
            (IdForm::HexToDecimal, "+1", None),
            (
                IdForm::HexToDecimal,
                "100000000000000000000000000000000",
                None,
            ),
        ];
        for (form, id, expected) in cases {
            let mut out = [0; 65];
            let found = form.rewrite(id.as_bytes(), &mut out);
            assert_eq!(found, expected.map(str::as_bytes), "{form:?} {id}");
        }
        assert_eq!(IdForm::Same.rewrite(b"12", &mut [0; 1]), None);
    }

    proptest! {
        #[test]
        fn numbers_go_there_and_back(number: u128) {
            let decimal = std::format!("{number}");
            let (mut one, mut two) = ([0; 65], [0; 65]);
            let hex = IdForm::DecimalToHex.rewrite(decimal.as_bytes(), &mut one).unwrap();
            let expected = std::format!("{number:x}");
            prop_assert_eq!(hex, expected.as_bytes());
            let back = IdForm::HexToDecimal.rewrite(hex, &mut two).unwrap();
            prop_assert_eq!(back, decimal.as_bytes());
        }
    }
}
