//! Where a TLV belongs: in which PDUs, of which version.

use super::pdus;
use super::tag::TlvTag;
use crate::command_id::CommandId;
use crate::dialect::Version;

impl TlvTag {
    /// The PDUs that `version` lists this TLV for; none in SMPP 3.3, which has no TLVs.
    ///
    /// Decoding accepts a TLV that its PDU is not listed for, and so does encoding: the
    /// specifications have a receiver skip it, and peers send them. `None` for an unknown TLV.
    ///
    /// ```
    /// use smpp_codec::{CommandId, Version, tlv};
    ///
    /// let tag = tlv::DPF_RESULT.tag();
    /// assert_eq!(tag.pdus(Version::V3_4), Some(&[CommandId::DATA_SM_RESP][..]));
    /// ```
    #[must_use]
    pub const fn pdus(self, version: Version) -> Option<&'static [CommandId]> {
        if self.name().is_none() {
            return None;
        }
        Some(match version {
            Version::V3_3 => &[],
            Version::V3_4 => pdus::v3_4(self),
            Version::V5_0 => pdus::v5_0(self),
        })
    }

    /// Whether it came after `version`, or was as long as this only after it: `ms_validity` of
    /// SMPP 3.4 is one octet.
    ///
    /// 3.4 gives `alert_on_message_delivery` no value, and 5.0 may give it one: peers of either
    /// read both, so that this is no difference.
    pub(super) fn is_newer(self, octets: usize, version: Version) -> bool {
        let since = match self.since() {
            Some(Version::V3_4) if self == super::MS_VALIDITY.tag() && octets == 4 => Version::V5_0,
            Some(since) => since,
            None => Version::V3_4,
        };
        since > version
    }

    /// Whether `version` lists this TLV for a PDU; `None` for an unknown TLV.
    ///
    /// ```
    /// use smpp_codec::{CommandId, Version, tlv};
    ///
    /// let tag = tlv::SC_INTERFACE_VERSION.tag();
    /// assert_eq!(tag.belongs_to(CommandId::BIND_RECEIVER_RESP, Version::V3_4), Some(true));
    /// assert_eq!(tag.belongs_to(CommandId::DELIVER_SM, Version::V3_4), Some(false));
    /// ```
    #[must_use]
    pub fn belongs_to(self, command_id: CommandId, version: Version) -> Option<bool> {
        Some(self.pdus(version)?.contains(&command_id))
    }
}

impl CommandId {
    /// The TLVs that a PDU must have, in ascending order: those of two PDUs of SMPP 5.0.
    ///
    /// Strict decoding and encoding refuse a PDU that lacks one: see
    /// [`Body::missing_tlv`](crate::pdu::Body::missing_tlv), and the two exceptions there.
    #[must_use]
    pub const fn mandatory_tlvs(self) -> &'static [TlvTag] {
        pdus::mandatory(self)
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use crate::pdu::{Body, BroadcastSm, QueryBroadcastSmResp};
    use crate::tlv::{self, Tlv, TlvTag};
    use crate::{CommandId, Version};

    #[test]
    fn a_tlv_belongs_to_pdus_of_versions_that_know_both() {
        let mut listed = 0;
        for tag in TlvTag::KNOWN.iter().copied() {
            assert_eq!(tag.pdus(Version::V3_3), Some(&[][..]));
            for version in [Version::V3_4, Version::V5_0] {
                let pdus = tag.pdus(version).unwrap();
                let known = tag.since().is_some_and(|since| since <= version);
                assert_eq!(pdus.is_empty(), !known, "{tag}");
                for id in CommandId::KNOWN.iter().copied() {
                    let belongs = pdus.contains(&id);
                    assert_eq!(tag.belongs_to(id, version), Some(belongs));
                    if belongs {
                        let (first, last) = id.versions().unwrap();
                        assert!((first..=last).contains(&version), "{tag} {id}");
                        listed += 1;
                    }
                }
            }
            // What 3.4 lists, 5.0 does not take back.
            let older = tag.pdus(Version::V3_4).unwrap();
            let newer = tag.pdus(Version::V5_0).unwrap();
            assert!(older.iter().all(|id| newer.contains(id)), "{tag}");
        }
        assert!(listed > 200);
        assert_eq!(TlvTag(0x1501).pdus(Version::V5_0), None);
        assert_eq!(
            TlvTag(0x1501).belongs_to(CommandId::SUBMIT_SM, Version::V5_0),
            None
        );
    }

    #[test]
    fn the_first_tlv_that_lacks_is_named_and_nothing_lacks_where_all_are_there() {
        for (id, build) in [
            (
                CommandId::BROADCAST_SM,
                (|tlvs| {
                    BroadcastSm {
                        tlvs,
                        ..BroadcastSm::default()
                    }
                    .into()
                }) as fn(tlv::Tlvs<'static>) -> Body<'static>,
            ),
            (CommandId::QUERY_BROADCAST_SM_RESP, |tlvs| {
                QueryBroadcastSmResp {
                    message_id: Some(b"1"),
                    tlvs,
                }
                .into()
            }),
        ] {
            let mandatory = id.mandatory_tlvs();
            assert!(mandatory.len() >= 3);
            assert!(mandatory.is_sorted());
            for lacks in mandatory {
                let list: Vec<_> = mandatory
                    .iter()
                    .filter(|tag| *tag != lacks)
                    .map(|tag| Tlv::raw(*tag, &[0; 4]))
                    .collect();
                let body = build((&*list.leak()).into());
                assert_eq!(body.missing_tlv(), Some(*lacks));
            }
            let list: Vec<_> = mandatory.iter().map(|tag| Tlv::raw(*tag, &[])).collect();
            assert_eq!(build((&*list.leak()).into()).missing_tlv(), None);
        }
        let absent = Body::from(QueryBroadcastSmResp::default());
        assert_eq!(absent.missing_tlv(), None);
        for id in CommandId::KNOWN.iter().copied() {
            let mandatory = id.mandatory_tlvs().iter();
            let belong = |tag: &TlvTag| tag.belongs_to(id, Version::V5_0) == Some(true);
            assert!(mandatory.clone().all(belong));
        }
    }
}
