//! The octets of each element, both ways.

use super::element::Element;
use super::fields::{Concatenation, MessageIndication, Ports, TextFormatting};
use super::iei::Iei;
use crate::gsm7::Language;

impl<'a> Element<'a> {
    /// Reads an element's data; `None` if they are not as long as they must be.
    pub(super) fn read(iei: Iei, data: &'a [u8]) -> Option<Self> {
        Some(match (iei, data) {
            (Iei::CONCATENATION_8, &[reference, total, number]) => {
                Self::Concatenation(Concatenation {
                    reference: u16::from(reference),
                    wide: false,
                    total,
                    number,
                })
            }
            (Iei::CONCATENATION_16, &[high, low, total, number]) => {
                Self::Concatenation(Concatenation {
                    reference: u16::from_be_bytes([high, low]),
                    wide: true,
                    total,
                    number,
                })
            }
            (Iei::MESSAGE_INDICATION, &[bits, count]) => {
                Self::MessageIndication(MessageIndication {
                    store: bits & 0x80 != 0,
                    profile: (bits >> 5) & 0x03,
                    kind: bits & 0x1F,
                    count,
                })
            }
            (Iei::PORTS_8, &[destination, originator]) => {
                Self::Ports(Ports::new_8(destination, originator))
            }
            (Iei::PORTS_16, &[a, b, c, d]) => Self::Ports(Ports::new(
                u16::from_be_bytes([a, b]),
                u16::from_be_bytes([c, d]),
            )),
            (Iei::SMSC_CONTROL, &[bits]) => Self::SmscControl(bits),
            (Iei::SOURCE_INDICATOR, &[source]) => Self::SourceIndicator(source),
            (Iei::TEXT_FORMATTING, &[start, length, mode, ref colour @ ..])
                if colour.len() <= 1 =>
            {
                Self::TextFormatting(TextFormatting {
                    start,
                    length,
                    mode,
                    colour: colour.first().copied(),
                })
            }
            (Iei::PREDEFINED_SOUND, &[position, number]) => {
                Self::PredefinedSound { position, number }
            }
            (Iei::PREDEFINED_ANIMATION, &[position, number]) => {
                Self::PredefinedAnimation { position, number }
            }
            (iei, &[position, ref data @ ..]) if iei.is_object() => Self::Object {
                iei,
                position,
                data,
            },
            (Iei::VARIABLE_PICTURE, &[position, width, height, ref data @ ..]) => {
                Self::VariablePicture {
                    position,
                    width,
                    height,
                    data,
                }
            }
            (Iei::USER_PROMPT, &[objects]) => Self::UserPrompt(objects),
            (Iei::REUSED_EXTENDED_OBJECT, &[reference, high, low]) => Self::ReusedExtendedObject {
                reference,
                position: u16::from_be_bytes([high, low]),
            },
            (Iei::OBJECT_DISTRIBUTION, &[count, attributes]) => {
                Self::ObjectDistribution { count, attributes }
            }
            (Iei::EMAIL_HEADER, &[length]) => Self::EmailHeader(length),
            (Iei::HYPERLINK, &[high, low, title, url]) => Self::Hyperlink {
                position: u16::from_be_bytes([high, low]),
                title,
                url,
            },
            (Iei::SINGLE_SHIFT, &[language]) => Self::SingleShift(Language(language)),
            (Iei::LOCKING_SHIFT, &[language]) => Self::LockingShift(Language(language)),
            (iei, data) if !iei.has_layout() => Self::Other { iei, data },
            _ => return None,
        })
    }

    /// The fixed octets of the data, and the rest.
    pub(super) fn data(&self) -> (Fixed, &'a [u8]) {
        let rest: &[u8] = match *self {
            Self::Object { data, .. }
            | Self::VariablePicture { data, .. }
            | Self::Other { data, .. } => data,
            _ => &[],
        };
        let fixed = match *self {
            Self::Concatenation(Concatenation {
                reference,
                wide,
                total,
                number,
            }) => {
                let [high, low] = reference.to_be_bytes();
                if wide {
                    Fixed::new([high, low, total, number], 4)
                } else {
                    Fixed::new([low, total, number, 0], 3)
                }
            }
            Self::MessageIndication(MessageIndication {
                store,
                profile,
                kind,
                count,
            }) => {
                let bits = (u8::from(store) << 7) | ((profile & 0x03) << 5) | (kind & 0x1F);
                Fixed::new([bits, count, 0, 0], 2)
            }
            Self::Ports(Ports {
                destination,
                originator,
                wide,
            }) => {
                let ([a, b], [c, d]) = (destination.to_be_bytes(), originator.to_be_bytes());
                if wide {
                    Fixed::new([a, b, c, d], 4)
                } else {
                    Fixed::new([b, d, 0, 0], 2)
                }
            }
            Self::SmscControl(octet)
            | Self::SourceIndicator(octet)
            | Self::UserPrompt(octet)
            | Self::EmailHeader(octet)
            | Self::SingleShift(Language(octet))
            | Self::LockingShift(Language(octet)) => Fixed::new([octet, 0, 0, 0], 1),
            Self::TextFormatting(TextFormatting {
                start,
                length,
                mode,
                colour,
            }) => match colour {
                Some(colour) => Fixed::new([start, length, mode, colour], 4),
                None => Fixed::new([start, length, mode, 0], 3),
            },
            Self::PredefinedSound { position, number }
            | Self::PredefinedAnimation { position, number } => {
                Fixed::new([position, number, 0, 0], 2)
            }
            Self::Object { position, .. } => Fixed::new([position, 0, 0, 0], 1),
            Self::VariablePicture {
                position,
                width,
                height,
                ..
            } => Fixed::new([position, width, height, 0], 3),
            Self::ReusedExtendedObject {
                reference,
                position,
            } => {
                let [high, low] = position.to_be_bytes();
                Fixed::new([reference, high, low, 0], 3)
            }
            Self::ObjectDistribution { count, attributes } => {
                Fixed::new([count, attributes, 0, 0], 2)
            }
            Self::Hyperlink {
                position,
                title,
                url,
            } => {
                let [high, low] = position.to_be_bytes();
                Fixed::new([high, low, title, url], 4)
            }
            Self::Other { .. } => Fixed::new([0; 4], 0),
        };
        (fixed, rest)
    }
}

/// Up to four octets.
pub(super) struct Fixed {
    octets: [u8; 4],
    len: usize,
}

impl Fixed {
    pub(super) const fn new(octets: [u8; 4], len: usize) -> Self {
        Self { octets, len }
    }

    pub(super) fn as_octets(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or_default()
    }
}
