"""Every TLV in every version: at its smallest and largest, and of a length it cannot have."""

from frames import TLV_TYPICAL, Frame, letters
from pdu_cases import tlv_sizes, tlv_value

#: Where a TLV is shown, the first of these that it is listed for.
HOSTS = ("alert_notification", "bind_transceiver_resp", "query_broadcast_sm_resp", "broadcast_sm_resp",
         "cancel_broadcast_sm", "data_sm_resp", "data_sm", "deliver_sm", "submit_sm", "broadcast_sm")


def tlv_vectors(tables, name, version):
    """The vectors of one TLV in one version."""
    entry, stem = tables.tlvs[name], f"tlv-{version}-{name}"
    known = version in entry["versions"]
    section = tables.section(entry, version)
    listed = {pdu for pdu, _ in tables.listed[name].get(version) or tables.listed[name]["5.0"]}
    hosts = [host for host in HOSTS if host in listed and version in tables.pdus[host]["versions"]]
    host = hosts[0] if hosts else "data_sm"
    _, mandatory = tables.tlvs_of(host, version)
    around = [(other, TLV_TYPICAL.get(other) or b"\1") for other in mandatory if other != name]

    def frame(value):
        blank = {field["name"]: 0 if field["kind"] == "integer" else b""
                 for field in tables.fields(host, version)}
        return Frame(tables, host, version, blank, around + [(name, value)])

    def fault(made, kind, status):
        return (kind, name, made.tlv_offset(len(around)), status)

    sizes, last = tlv_sizes(tables, name, version), len(around)
    if not known:
        made = frame(TLV_TYPICAL.get(name) or tlv_value(tables, name, sizes[0]))
        yield made.departure(f"{stem}-not_in_version", f"a TLV of SMPP 5.0 in a session of SMPP {version}",
                             [fault(made, "not_allowed", "ESME_RTLVNOTALLWD")], section=section)
        return
    labels = {sizes[0]: "smallest", sizes[-1]: "largest"} if len(sizes) > 1 else {sizes[0]: "valid"}
    for size, label in labels.items():
        value = TLV_TYPICAL.get(name, b"")
        value = value if len(value) == size else tlv_value(tables, name, size)
        yield frame(value).vector(f"{stem}-{label}", f"{size} octets", section=section)
    whole = "allowed_sizes" not in entry
    either = set(sizes) | set(tlv_sizes(tables, name, "5.0"))
    most = max(either)
    wrong = {sizes[0] - 1: "short", most + 1: "over", 0: "empty"}
    if not whole and most - min(either) > 1:
        wrong[min(either) + 1] = "between"
    for size, label in sorted(wrong.items()):
        if size < 0 or size > 65535 or size in either:
            continue
        made = frame(tlv_value(tables, name, size))
        faults = [fault(made, "length", "ESME_RINVTLVLEN")]
        yield made.departure(f"{stem}-{label}", f"{size} octets, which its type does not allow",
                             faults, section=section,
                             tlvs=made.tlv_lines([(last, "length")]))
    for size in sorted(set(tlv_sizes(tables, name, "5.0")) - set(sizes)):
        if name != "alert_on_message_delivery":  # q43: read in either version
            made = frame(tlv_value(tables, name, size))
            yield made.departure(f"{stem}-as_in_5.0", f"{size} octets, which only SMPP 5.0 allows",
                                 [fault(made, "length", "ESME_RINVTLVLEN")], section=section)
    if entry["kind"] == "c_octet_string":
        size = sizes[-1] if not whole else max(sizes[0], 8)
        for label, value, about in (
            ("unterminated", letters(size), "no NUL in its length"),
            ("embedded_nul", letters(size - 4) + b"\0abc", "a NUL before its end"),
        ):
            made = frame(value)
            yield made.departure(f"{stem}-{label}", about, [fault(made, "unterminated", "ESME_RINVTLVVAL")],
                                 section=section)
