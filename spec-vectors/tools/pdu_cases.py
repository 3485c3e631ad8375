"""Every PDU in every version: minimal, typical, maximal, and each field at and over its limits."""

from frames import COUNTED, DL, LISTS, SME, TLV_TYPICAL, Frame, letters
from tables import SHORT_TIME

#: The TLVs of a typical PDU, if they are listed for it.
COMMON_TLVS = ("user_message_reference", "sc_interface_version", "receipted_message_id",
               "message_state", "network_error_code", "ms_availability_status")


def tlv_value(tables, name, size):
    """A value of so many octets."""
    entry = tables.tlvs[name]
    if entry["kind"] in ("integer", "bitmask"):
        return bytes([1] * size)
    if entry["kind"] == "c_octet_string":
        return letters(size - 1) + b"\0" if size else b""
    return letters(size)


def tlv_sizes(tables, name, version):
    """The smallest and the largest size in a version, and those between them if not all are."""
    entry = tables.tlvs[name]
    entry = entry.get("in", {}).get(version, entry)
    return sorted(set(entry.get("allowed_sizes") or [entry["min"], entry["max"]]))


class Cases:
    """The vectors of one PDU in one version."""

    def __init__(self, tables, pdu, version):
        self.tables, self.pdu, self.version = tables, pdu, version
        self.entry = tables.pdus[pdu]
        self.fields = tables.fields(pdu, version)
        self.stem = f"{pdu}-{version}"
        listed, mandatory = tables.tlvs_of(pdu, version if version in self.entry["versions"] else "5.0")
        self.listed = listed
        typical = lambda name: TLV_TYPICAL.get(name) or tlv_value(tables, name, tables.tlvs[name]["min"])
        self.mandatory = [(name, typical(name)) for name in mandatory]
        self.typical_tlvs = self.mandatory + [
            (name, typical(name)) for name in COMMON_TLVS if name in listed and name not in mandatory]

    def frame(self, values=None, tlvs=None, **more):
        """A frame of this PDU; by default with the mandatory TLVs only."""
        tlvs = self.mandatory if tlvs is None else tlvs
        return Frame(self.tables, self.pdu, self.version, values, tlvs, **more)

    def all(self):
        """Every vector."""
        if self.version not in self.entry["versions"]:
            return [self.elsewhere()]
        out = [*self.sizes(), *self.statuses()]
        for leaf in self.frame().leaves:
            if leaf.is_string():
                out += self.string(leaf)
        if self.fields:
            out += [*self.counts(), *self.messages(), *self.cuts(), *self.missing_tlvs()]
        else:
            out += self.header_only()
        return out

    def elsewhere(self):
        """The PDU in a version that does not have it."""
        frame = self.frame()
        known = ", ".join(self.entry["versions"])
        faults = [("not_allowed", "command_id", 4, "ESME_RINVCMDID")]
        for place, (name, _) in enumerate(frame.tlvs):
            if self.version not in self.tables.tlvs[name]["versions"]:
                faults.append(("not_allowed", name, frame.tlv_offset(place), "ESME_RTLVNOTALLWD"))
        return frame.departure(f"{self.stem}-not_in_version",
                               f"an operation of SMPP {known} in a session of SMPP {self.version}", faults)

    def sizes(self):
        """Minimal, typical and maximal."""
        least, most = {}, {}
        for field in self.fields:
            name, kind = field["name"], field["kind"]
            if kind == "integer":
                least[name], most[name] = 0, 256 ** field["max"] - 1
            elif kind == "octet_string":
                least[name], most[name] = b"", letters(field["max"])
            elif kind == "repeat":
                least[name], most[name] = self.list_extremes(name)
            else:
                least[name], most[name] = b"", letters(field["max"] - 1)
        for values in (least, most):
            for name, count in COUNTED.items():
                values.pop(count, None)
            if "short_message" in values:
                values.pop("sm_length")
        yield self.frame(least).vector(f"{self.stem}-minimal", "every field at its least")
        if self.fields or self.typical_tlvs:
            yield self.frame(tlvs=self.typical_tlvs).vector(
                f"{self.stem}-typical", "values as they are met in practice")
            yield self.frame(most, self.largest_tlvs()).vector(
                f"{self.stem}-maximal", "every field at its greatest, and every TLV that is listed for the PDU")

    def list_extremes(self, name):
        long = {key: letters(20) if isinstance(value, bytes) else 255 for key, value in SME.items()}
        long["dest_flag"] = 1
        if name == "dest_address":
            empty = {"dest_flag": 1, "dest_addr_ton": 0, "dest_addr_npi": 0, "destination_addr": b""}
            return [empty], [long, {"dest_flag": 2, "dl_name": letters(20)}, long]
        if name == "unsuccess_sme":
            return [], [dict(long, error_status_code=0xFFFFFFFF)] * 2
        return [], [{"message_id": letters(8)}] * 3

    def largest_tlvs(self):
        """Each listed TLV once, at its largest; a payload has its own vectors."""
        names = [name for name in self.listed if name != "message_payload"]
        return [(name, tlv_value(self.tables, name, tlv_sizes(self.tables, name, self.version)[-1]))
                for name in names]

    def statuses(self):
        """A response with an error status, without and with its body; a request with a status."""
        if self.entry["role"] == "response":
            if not self.fields:
                if self.pdu != "enquire_link_resp":
                    yield self.frame(status="ESME_RSYSERR").vector(
                        f"{self.stem}-error", "an error response, header only as always")
                return
            yield self.frame(status="ESME_RSYSERR", body=False, tlvs=[]).vector(
                f"{self.stem}-error", "an error response is the header only")
            yield self.frame(status="ESME_RSYSERR").vector(
                f"{self.stem}-error-with_body", "an error response that keeps its body is understood")
            frame = self.frame(body=False, tlvs=[])
            yield frame.departure(f"{self.stem}-no_body", "a successful response without its body",
                                  [("missing", "body", 16, "ESME_RINVCMDLEN")])
        else:
            yield self.frame(status="ESME_RSYSERR").departure(
                f"{self.stem}-status", "a request whose command_status is not 0",
                [("value", "command_status", 8, "ESME_RUNKNOWNERR")])

    def string(self, leaf):
        """A C-octet string at its longest, one over, without its NUL, and of an odd length."""
        stem, status = f"{self.stem}-{leaf.path}", self.tables.status_of(leaf.name)
        longest = self.with_value(leaf.path, letters(leaf.limit - 1))
        yield longest.vector(f"{stem}-longest", f"{leaf.limit} octets with the NUL")
        over = self.with_value(leaf.path, letters(leaf.limit))
        at = over.offset(leaf.path)
        faults = [("too_long", leaf.path.split(".")[-1], at, status)]
        if leaf.sizes:
            faults.append(("length", leaf.name, at, status))
        yield over.departure(f"{stem}-over", f"{leaf.limit + 1} octets with the NUL, one too many", faults)
        if leaf.sizes:
            odd = self.with_value(leaf.path, b"261124120000")
            about = "YYMMDDhhmmss: 13 octets with the NUL"
            if leaf.name == SHORT_TIME:
                yield odd.vector(f"{stem}-short", about + ", which 3.3 and 3.4 allow what a message centre reports")
            else:
                yield odd.departure(f"{stem}-odd", about + ", neither 1 nor 17",
                                    [("length", leaf.name, odd.offset(leaf.path), status)])
        bare = self.with_value(leaf.path, letters(3))
        at, end = bare.offset(leaf.path), bare.offset(leaf.path) + 3
        fault = ("unterminated", leaf.name, at, "ESME_RINVCMDLEN")
        about = "the PDU ends before the NUL of this field"
        if leaf.path == bare.leaves[-1].path == leaf.name:  # a list's count promises its entries
            bare.tlvs = []
            faults = [fault, *self.missing([], end)]
            yield bare.departure(f"{stem}-unterminated", about, faults, octets=bare.parts(end))
        else:
            yield bare.invalid(f"{stem}-unterminated", about, *fault, octets=bare.parts(end))

    def with_value(self, path, value):
        """A typical frame with one field changed, inside a list if need be."""
        values = {}
        head, _, name = path.partition("].")
        if name:
            list_name, place = head.split("[")
            entries = [dict(entry) for entry in LISTS[list_name]]
            entries[int(place)][name] = value
            values[list_name] = entries
        else:
            values[path] = value
        return self.frame(values)

    def counts(self):
        """A list at its most, over it, and empty."""
        for field in self.fields:
            name = field["name"]
            if field["kind"] != "repeat":
                continue
            count = field["count_field"]
            most = self.tables.limit(count, self.version)
            entry = {"dest_address": DL, "unsuccess_sme": LISTS["unsuccess_sme"][0],
                     "message_details": {"message_id": b"1"}}[name]
            full = self.frame({name: [entry] * most})
            yield full.vector(f"{self.stem}-{count}-most", f"{most} entries")
            status = self.tables.status_of("number_of_dests") if name == "dest_address" else "ESME_RINVNUMMSGS"
            if most < 255:
                over = self.frame({name: [entry] * (most + 1)})
                yield over.departure(f"{self.stem}-{count}-over", f"{most + 1} entries, one too many",
                                     [("too_long", count, over.offset(count), status)])
            if name == "dest_address":
                none = self.frame({name: []})
                yield none.departure(f"{self.stem}-{count}-none", "no destination at all",
                                     [("missing", count, none.offset(count), "ESME_RINVCMDLEN")])
                flag = self.frame({name: [dict(DL), dict(DL)]})
                at = flag.offset("dest_address[1].dest_flag")
                flag.leaves[[leaf.path for leaf in flag.leaves].index("dest_address[1].dest_flag")].octets = b"\3"
                yield flag.invalid(f"{self.stem}-dest_flag-3", "no entry has this form, so its end is unknown",
                                   "value", "dest_flag", at, "ESME_RINVDESTFLAG")
            more = self.frame({count: len(LISTS[name]) + 1, name: LISTS[name]})
            if more.leaves[-1].path.startswith(name):
                more.tlvs = []
                end = more.tlv_offset()
                first = more.leaves[[l.path for l in more.leaves].index(f"{name}[0].{field['items'][0]['name']}")].name
                yield more.invalid(f"{self.stem}-{count}-claims_more", "one entry less than is claimed",
                                   "truncated", first, end, "ESME_RINVCMDLEN")

    def messages(self):
        """short_message at its longest, over it, and claimed longer than it is."""
        paths = [leaf.path for leaf in self.frame().leaves]
        if "short_message" not in paths:
            return
        limit = self.tables.limit("sm_length", self.version)
        longest = self.frame({"short_message": letters(limit)})
        yield longest.vector(f"{self.stem}-short_message-longest", f"{limit} octets")
        if limit < 255:
            over = self.frame({"short_message": letters(limit + 1)})
            yield over.departure(f"{self.stem}-short_message-over", f"{limit + 1} octets, one too many",
                                 [("too_long", "sm_length", over.offset("sm_length"), "ESME_RINVMSGLEN")])
        if paths[-1] == "short_message":
            claims = self.frame({"sm_length": 16, "short_message": b"Your code is 42"}, tlvs=[])
            yield claims.invalid(f"{self.stem}-sm_length-claims_more", "sm_length is 16, and 15 octets are left",
                                 "overrun", "sm_length", claims.offset("sm_length"), "ESME_RINVMSGLEN")

    def cuts(self):
        """The PDU ends where a field should begin, or inside an integer."""
        frame = self.frame(tlvs=[])
        response = self.entry["role"] == "response"
        for place, leaf in enumerate(frame.leaves):
            at = frame.offset(leaf.path)
            if place == 0 and response:
                continue  # a response without its body, see above
            name, about = f"{self.stem}-{leaf.path}-cut", "the PDU ends where this field should begin"
            cut = {"octets": frame.parts(at)}
            if leaf.name == "short_message":
                fault = ("overrun", "sm_length", at - 1, "ESME_RINVMSGLEN")
                yield frame.invalid(name, about, *fault, **cut)
            elif place + 1 == len(frame.leaves) and leaf.is_string() and leaf.path == leaf.name:
                fault = ("missing", leaf.name, at, "ESME_RINVCMDLEN")
                yield frame.departure(name, about, [fault], fields=frame.field_lines([leaf.path]), **cut)
            else:
                yield frame.invalid(name, about, "truncated", leaf.name, at, "ESME_RINVCMDLEN", **cut)
            if leaf.kind == "integer" and leaf.limit > 1:
                cut = {"octets": frame.parts(at + leaf.limit - 1)}
                yield frame.invalid(f"{name}_inside", "the PDU ends inside this field",
                                    "truncated", leaf.name, at, "ESME_RINVCMDLEN", **cut)

    def missing(self, there, end):
        """The faults of the mandatory TLVs that are not there, which are missed where the PDU ends."""
        lacking = [name for name, _ in self.mandatory if name not in [tlv[0] for tlv in there]]
        lacking.sort(key=lambda name: self.tables.tlvs[name]["tag"])
        return [("missing", name, end, "ESME_RMISSINGTLV") for name in lacking]

    def missing_tlvs(self):
        """Each mandatory TLV left out, all of them, and where that is no fault."""
        if not self.mandatory:
            return
        absences = [(f"{name}-missing", "a mandatory TLV is not there", [tlv for tlv in self.mandatory if tlv[0] != name])
                    for name, _ in self.mandatory]
        absences.append(("tlvs-missing", "no mandatory TLV is there", []))
        for stem, about, tlvs in absences:
            frame = self.frame({"priority_flag": 0}, tlvs)
            faults = self.missing(tlvs, frame.tlv_offset(len(tlvs)))
            yield frame.departure(f"{self.stem}-{stem}", about, faults)
        if self.entry["role"] == "response":
            yield self.frame(status="ESME_RSYSERR", tlvs=[]).vector(
                f"{self.stem}-error-without_tlvs", "an error response need not have what a successful one must")
        if self.pdu == "broadcast_sm":
            tlvs = [tlv for tlv in self.mandatory if tlv[0] != "broadcast_rep_num"]
            yield self.frame({"priority_flag": 1}, tlvs).vector(
                f"{self.stem}-immediate", "priority 1, an immediate broadcast, which is not repeated")

    def header_only(self):
        """A header-only PDU with an octet too many."""
        frame = self.frame()
        frame.tail = b"\0"
        yield frame.departure(f"{self.stem}-trailing", "one octet too many",
                              [("trailing", "tlvs", 16, "ESME_RINVTLVSTREAM")], trailing='"\\x00"')
