//! Fields that are lists: TLVs, destinations, unsuccessful destinations, message IDs.

use arbitrary::{Result, Unstructured};
#[cfg(any(test, feature = "proptest"))]
use proptest::{collection::vec, prelude::*};
use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Destination, List, MessageDetailsFields, MessageIdEntry, UnsuccessSme};
use smpp_codec::tlv::{self, Tlv, TlvTag, Tlvs};
use smpp_codec::values::{AddrSubunit, AlertOnMessageDelivery, InterfaceVersion, MessageState};

use super::field::Field;
use super::strings::{AnyAddress, CString, Octets};

/// The lists of one PDU, as the codec borrows them.
#[derive(Debug, Default)]
pub struct Lists<'a> {
    tlvs: Vec<Tlv<'a>>,
    destinations: Vec<Destination<'a>>,
    unsuccessful: Vec<UnsuccessSme<'a>>,
    message_ids: Vec<MessageIdEntry<'a>>,
    pub(super) details: Option<MessageDetailsFields<'a>>,
}

/// The lists of an entry, which has none.
pub(super) static NONE: Lists<'_> = Lists {
    tlvs: Vec::new(),
    destinations: Vec::new(),
    unsuccessful: Vec::new(),
    message_ids: Vec::new(),
    details: None,
};

/// Takes a list of up to three entries, seldom of up to 255; the end of the input ends it.
fn take_list<E: Field>(input: &mut Unstructured<'_>) -> Result<Vec<E>> {
    let entries = match u8::take(input)? {
        0xFF => u8::take(input)?,
        octet => octet >> 6,
    };
    let mut list = Vec::new();
    while list.len() < usize::from(entries) && !input.is_empty() {
        list.push(E::take(input)?);
    }
    Ok(list)
}

/// Writes a list of at most 255 entries.
fn write_list<E: Field>(list: &[E], input: &mut Vec<u8>) {
    match u8::try_from(list.len()) {
        Ok(entries @ 0..3) => input.push(entries << 6),
        entries => input.extend([0xFF, entries.unwrap_or(u8::MAX)]),
    }
    for entry in list {
        entry.write(input);
    }
}

/// Implements [`Field`] for a list: which [`Lists`] has its entries, and how the codec borrows them.
macro_rules! list_fields {
    ($($(#[$meta:meta])* $Name:ident: $Entry:ident, $entries:ident, $Lent:ty, $is_whole:expr;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $Name(Vec<$Entry>);

        impl Field for $Name {
            type Lent<'a> = $Lent;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                take_list(input).map(Self)
            }

            fn write(&self, input: &mut Vec<u8>) {
                write_list(&self.0, input);
            }

            fn collect<'a>(&'a self, lists: &mut Lists<'a>) {
                lists.$entries.extend(self.0.iter().map(|entry| entry.lend(&NONE)));
            }

            fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> Self::Lent<'a> {
                <$Lent>::from(&*lists.$entries)
            }

            fn copy_of(lent: Self::Lent<'_>) -> Option<Self> {
                let is_whole: fn(&Self::Lent<'_>) -> bool = $is_whole;
                let fits = is_whole(&lent) && lent.iter().count() <= 255;
                if !fits {
                    return None;
                }
                lent.iter().map($Entry::copy_of).collect::<Option<_>>().map(Self)
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                vec($Entry::strategy(), 0..4).prop_map(Self).boxed()
            }
        }
    )*};
}

list_fields! {
    /// The TLVs of a PDU.
    AnyTlvs: AnyTlv, tlvs, Tlvs<'a>, |tlvs| tlvs.trailing().is_empty();
    /// The destinations of a message.
    Destinations: AnyDestination, destinations, List<'a, Destination<'a>>, |_| true;
    /// The destinations that a message did not reach.
    Unsuccessful: AnyUnsuccessSme, unsuccessful, List<'a, UnsuccessSme<'a>>, |_| true;
    /// The IDs of the last messages.
    MessageIds: AnyMessageId, message_ids, List<'a, MessageIdEntry<'a>>, |_| true;
}

/// Implements [`Field`] for an entry that has several forms, each with one value.
macro_rules! entry_forms {
    (
        $(#[$meta:meta])*
        $Name:ident, $Lent:ident {
            $($octet:literal => $Form:ident($Type:ty), |$value:ident| $lend:expr;)*
        }
        copy $lent:ident $copy:expr
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum $Name {
            $($Form($Type),)*
        }

        impl Field for $Name {
            type Lent<'a> = $Lent<'a>;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                const FORMS: u8 = [$($octet),*].len() as u8;
                match u8::take(input)? % FORMS {
                    $($octet => Field::take(input).map(Self::$Form),)*
                    _ => Err(arbitrary::Error::IncorrectFormat),
                }
            }

            fn write(&self, input: &mut Vec<u8>) {
                match self {
                    $(Self::$Form(value) => {
                        input.push($octet);
                        value.write(input);
                    })*
                }
            }

            fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> $Lent<'a> {
                match self {
                    $(Self::$Form(value) => {
                        let $value = value.lend(lists);
                        $lend
                    })*
                }
            }

            fn copy_of($lent: $Lent<'_>) -> Option<Self> {
                $copy
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                prop_oneof![$(<$Type>::strategy().prop_map(Self::$Form)),*].boxed()
            }
        }
    };
}

entry_forms! {
    /// A TLV: of a key of each kind of value, of a known tag, or of any tag.
    AnyTlv, Tlv {
        0 => DestAddrSubunit(AddrSubunit), |value| Tlv::new(tlv::DEST_ADDR_SUBUNIT, value);
        1 => SarMsgRefNum(u16), |value| Tlv::new(tlv::SAR_MSG_REF_NUM, value);
        2 => QosTimeToLive(u32), |value| Tlv::new(tlv::QOS_TIME_TO_LIVE, value);
        3 => MessageState(MessageState), |value| Tlv::new(tlv::MESSAGE_STATE, value);
        4 => ScInterfaceVersion(InterfaceVersion), |value| Tlv::new(tlv::SC_INTERFACE_VERSION, value);
        5 => ReceiptedMessageId(CString<65>), |value| Tlv::new(tlv::RECEIPTED_MESSAGE_ID, value);
        6 => AlertOnMessageDelivery(Option<AlertOnMessageDelivery>), |value| Tlv::new(tlv::ALERT_ON_MESSAGE_DELIVERY, value);
        7 => MessagePayload(Octets<255>), |value| Tlv::new(tlv::MESSAGE_PAYLOAD, value);
        8 => Known(KnownTlv), |value| value;
        9 => Raw(RawTlv), |value| value;
    }
    copy lent KnownTlv::copy_of(lent)
        .map(Self::Known)
        .or_else(|| RawTlv::copy_of(lent).map(Self::Raw))
}

entry_forms! {
    /// A destination of a message: an address, or the name of a distribution list.
    AnyDestination, Destination {
        0 => SmeAddress(AnyAddress<21>), |value| Destination::SmeAddress(value);
        1 => DistributionList(CString<21>), |value| Destination::DistributionList(value);
    }
    copy lent match lent {
        Destination::SmeAddress(address) => Field::copy_of(address).map(Self::SmeAddress),
        Destination::DistributionList(name) => Field::copy_of(name).map(Self::DistributionList),
        _ => None,
    }
}

/// Implements [`Field`] for an entry that is a record of fields.
macro_rules! entries {
    ($(
        $(#[$meta:meta])*
        $Name:ident, $Lent:ident { $($field:ident: $Type:ty),* }
        lend $lend:expr, copy |$lent:ident| $copy:expr;
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $Name { $($field: $Type,)* }

        impl Field for $Name {
            type Lent<'a> = $Lent<'a>;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                Ok(Self { $($field: Field::take(input)?,)* })
            }

            fn write(&self, input: &mut Vec<u8>) {
                $(self.$field.write(input);)*
            }

            fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> $Lent<'a> {
                ($lend)($(self.$field.lend(lists)),*)
            }

            fn copy_of($lent: $Lent<'_>) -> Option<Self> {
                $copy
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                ($(<$Type>::strategy(),)*).prop_map(|($($field,)*)| Self { $($field),* }).boxed()
            }
        }
    )*};
}

entries! {
    /// A TLV of a tag that the specification has, with any octets.
    KnownTlv, Tlv { index: u8, value: Octets<255> }
    lend |index, value| {
        let known = TlvTag::KNOWN;
        Tlv::raw(known[usize::from(index) % known.len()], value)
    },
    copy |lent| {
        let index = TlvTag::KNOWN.iter().position(|tag| *tag == lent.tag())?;
        Some(Self { index: u8::try_from(index).ok()?, value: octets_of(lent)? })
    };
    /// A TLV of any tag, with any octets.
    RawTlv, Tlv { tag: u16, value: Octets<255> }
    lend |tag, value| Tlv::raw(TlvTag(tag), value),
    copy |lent| Some(Self { tag: lent.tag().0, value: octets_of(lent)? });
    /// A destination that a message did not reach, and why.
    AnyUnsuccessSme, UnsuccessSme { address: AnyAddress<21>, status: CommandStatus }
    lend |address, error_status_code| UnsuccessSme { address, error_status_code },
    copy |lent| Some(Self {
        address: Field::copy_of(lent.address)?,
        status: lent.error_status_code,
    });
    /// The ID of a message.
    AnyMessageId, MessageIdEntry { id: CString<9> }
    lend MessageIdEntry,
    copy |lent| Some(Self { id: Field::copy_of(lent.0)? });
}

fn octets_of(tlv: Tlv<'_>) -> Option<Octets<255>> {
    let octets = tlv.value_octets().collect::<Vec<_>>();
    Field::copy_of(octets.as_slice())
}
