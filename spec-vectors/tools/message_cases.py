"""The vectors of message contents that follow from the tables: alphabets, packing, headers, limits."""

import unicodedata
from itertools import groupby

ESC = 0x1B


def hexes(octets):
    return f"<{bytes(octets).hex()}>"


def text(string):
    """Text as the sources write it: what cannot be seen alone, or means something there, is escaped."""
    out = []
    for char, run in groupby(string):
        plain = (char.isprintable() and char not in "'#\\" and unicodedata.category(char)[0] != "M"
                 and unicodedata.bidirectional(char) not in ("R", "AL", "NSM"))
        char, times = char if plain else f"\\u{{{ord(char):x}}}", len(list(run))
        if times > 12:
            out.append((f"'{char}'*{times}", True))
        elif out and not out[-1][1]:
            out[-1] = (out[-1][0] + char * times, False)
        else:
            out.append((char * times, False))
    return "".join(piece if product else f"'{piece}'" for piece, product in out) or "''"


def case(name, about, section, kind, given, expect):
    lines = lambda items: [f"{key:<24}  {value}" for key, value in items]  # noqa: E731
    return {"id": name, "about": about, "section": section, "kind": kind, "given": lines(given),
            "expect": lines(expect)}


class Tables:
    """What the protocol tables say of alphabets, headers and segmentation."""

    def __init__(self, protocol):
        self.udh, self.segmentation = protocol["udh"], protocol["segmentation"]
        alphabets = protocol["alphabets"]
        self.plain = {int(value, 16): content for value, content in alphabets["content_of_data_coding"].items()}
        self.dcs = alphabets["content_of_dcs_bits_3_2"]
        self.names, self.locking, self.single, self.decode_only = {}, {}, {}, set()
        for table in alphabets["tables"]:
            language = table["id"]
            self.names[language] = table["name"]
            self.locking[language] = self.cells(table["locking"])
            self.single[language] = self.cells(table["single"])
            self.decode_only |= {(language, int(code, 16)) for code in table.get("decode_only", {}).get("single", [])}

    @staticmethod
    def cells(table):
        """The characters by their codes."""
        return {code: chr(int(value, 16)) for code, value in enumerate(table or [])
                if value is not None and code != ESC}

    def encode(self, string, locking, single):
        """Septets: the locking table before the single shift table, the lower code before the higher."""
        first = self.locking[locking] or self.locking[0]
        plain = {char: code for code, char in sorted(first.items(), reverse=True)}
        shifted = {char: code for code, char in sorted(self.single[single].items(), reverse=True)
                   if (single, code) not in self.decode_only}
        out = []
        for char in string:
            out += [plain[char]] if char in plain else [ESC, shifted[char]]
        return out


def alphabets(tables):
    section = "3GPP TS 23.038 section 6.2.1 and annex A"
    for number, name in tables.names.items():
        for which, table in (("locking", tables.locking[number]), ("single", tables.single[number])):
            if not table:
                continue
            pair = {"locking": 0, "single": 0} | {which: number}
            given = [("alphabet", "gsm7")] + [(key, value) for key, value in pair.items() if value]
            chars = [char for code, char in sorted(table.items())
                     if which == "locking" or (number, code) not in tables.decode_only]
            string = "".join(dict.fromkeys(chars))
            octets = tables.encode(string, **pair)
            yield case(f"gsm7-{number}-{which}", f"every character of the {which} table, {name}", section,
                       "encode", given + [("text", text(string))],
                       [("octets", hexes(octets)), ("units", len(octets)), ("decoded", text(string))])
            octets, string = [], ""
            for code, char in sorted(table.items()):
                octets += [code] if which == "locking" else [ESC, code]
                string += char
            yield case(f"gsm7-{number}-{which}-cells", f"every assigned cell of the {which} table, {name}",
                       section, "decode", given + [("octets", hexes(octets))], [("text", text(string))])
    for name, codec, first in (("latin1", "latin-1", 0), ("cyrillic", "iso8859-5", 0), ("ia5", "ascii", 0)):
        octets = bytes(range(first, 128 if name == "ia5" else 256))
        string = octets.decode(codec)
        yield case(f"{name}-all", "every code", "SMPP 3.4 section 5.2.19", "encode",
                   [("alphabet", name), ("text", text(string))],
                   [("octets", hexes(octets)), ("units", len(octets)), ("decoded", text(string))])
    string = "aéЖ€\ufb01中"
    for name, codec in (("ucs2", "utf-16-be"), ("utf16", "utf-16-be"), ("utf16le", "utf-16-le"), ("utf8", "utf-8")):
        for suffix, string in (("bmp", "aéЖ€中"), ("astral", "a😀𐍈z")):
            octets = string.encode(codec)
            given = [("alphabet", name), ("text", text(string))]
            units = len(octets) if name == "utf8" else len(octets) // 2
            expect = [("octets", hexes(octets)), ("units", units), ("decoded", text(string))]
            if (name, suffix) == ("ucs2", "astral"):
                expect = [("error", "unrepresentable"), ("position", 1)]
            yield case(f"{name}-{suffix}", "characters of two units" if suffix == "astral" else "of one unit",
                       "SMPP 3.4 section 5.2.19; ISO/IEC 10646", "encode", given, expect)


def pack(septets, fill):
    """Character k stands in bits fill + 7k and up of the stream, the least significant first."""
    stream = sum(septet << (fill + 7 * place) for place, septet in enumerate(septets))
    return stream.to_bytes((fill + 7 * len(septets) + 7) // 8, "little")


def packing(tables):
    section = "3GPP TS 23.038 section 6.1.2; TS 23.040 section 9.2.3.24"
    word = b"The quick brown fox"
    samples = [(f"pack-{n}_septets", f"{n} septets", word[:n], 0) for n in range(1, 18)]
    samples += [(f"pack-{n}_septets-cr", f"{n} septets that end in a carriage return", word[:n - 1] + b"\r", 0)
                for n in (1, 7, 8, 9, 15, 16)]
    samples += [(f"pack-after_{n}_octets", f"behind a header of {n} octets", word[:9], n) for n in range(3, 15)]
    samples += [(f"pack-after_{n}_octets-boundary", f"behind a header of {n} octets, padded or not", word[:k], n)
                for n, k in ((6, 7), (7, 7), (12, 9), (4, 10), (13, 7), (5, 8))]
    samples += [("pack-all_ones", "every bit", b"\x7f" * 8, 0), ("pack-at_signs", "no bit", b"\0" * 8, 0)]
    for name, about, septets, header in samples:
        fill = (7 - 8 * header % 7) % 7
        spare = -(fill + 7 * len(septets)) % 8
        padding = b"\r" if spare == 7 or (spare == 0 and septets[-1:] == b"\r") else b""
        padded = pack(septets + padding, fill)
        # What a reader finds that knows only the octets: the padding is one septet less, but a doubled
        # carriage return stays.
        count = (8 * len(padded) - fill) // 7
        if (fill + 7 * count) % 8 == 0 and (padded[-1] >> 1) == 0x0D:
            count -= 1
        yield case(name, about, section, "pack",
                   [("septets", hexes(septets))] + ([("header_octets", header)] if header else []),
                   [("fill_bits", fill), ("octets", hexes(pack(septets, fill))), ("padded", hexes(padded)),
                    ("padded_septets", count)])


def data_coding(tables):
    values = list(range(16)) + [0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x18, 0x19, 0x1C, 0x20, 0x28, 0x31, 0x40,
                                0x48, 0x55, 0x78, 0x80, 0xBF, 0xC0, 0xC8, 0xC9, 0xCA, 0xCB, 0xD0, 0xD8, 0xDA, 0xE0,
                                0xE8, 0xEB, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7]
    for value in values:
        expect, group = [], value >> 4
        if value < 16:
            expect = [("content", tables.plain[value])]
        elif group < 8:
            expect = [("content", tables.dcs[value >> 2 & 3])]
            expect += [("class", value & 3)] * bool(value & 0x10)
            expect += [("compressed", 1)] * bool(value & 0x20)
            expect += [("delete_after_reading", 1)] * bool(value & 0x40)
        elif group < 12:
            expect = [("content", "reserved")]
        elif group < 15:
            expect = [("content", "utf16" if group == 14 else "gsm7"), ("waiting", value & 3)]
            expect += [("active", 1)] * bool(value & 8) + [("store", 1)] * (group > 12)
        else:
            expect = [("content", "octets" if value & 4 else "gsm7"), ("class", value & 3)]
        yield case(f"data_coding-0x{value:02x}", "as practised", "SMPP 3.4 section 5.2.19; 3GPP TS 23.038 section 4",
                   "data_coding", [("data_coding", f"0x{value:02x}")], expect)


def udh(tables):
    section = "3GPP TS 23.040 section 9.2.3.24"
    for element in tables.udh["elements"]:
        iei, expect = int(element["iei"], 16), []
        data = bytes([2, 3, 1, 9, 5, 6, 7, 8][:element["length"] or 6])
        fields = [(field["name"], field["octets"]) for field in element["fields"]]
        if iei == 1:
            data = bytes([0xA2, 5])  # stored, profile 1, e-mail
            expect = [("store", 1), ("profile", 1), ("kind", 2), ("count", 5)]
        elif fields:
            open_ended = fields[-1][1] == "rest"
            size = sum(octets for _, octets in fields if octets != "rest")
            if not open_ended:
                data = data[:size]
            if iei in (0, 8):
                data = data[:size - 2] + bytes([3, 1])
            at = 0
            for name, octets in fields:
                if octets == "rest":
                    expect.append((name, hexes(data[at:])))
                else:
                    expect.append((name, int.from_bytes(data[at:at + octets], "big")))
                    at += octets
        else:
            expect = [("data", hexes(data))]
        octets = bytes([len(data) + 2, iei, len(data)]) + data + b"hi"
        values = dict(expect)
        expect = [("content", hexes(b"hi")), ("element[0].iei", f"0x{iei:02x}"), ("element[0].offset", 1)] + [
            (f"element[0].{name}", value) for name, value in expect]
        if iei in (0, 8):
            expect += [(f"part.{name}", values[name]) for name in ("reference", "total", "number")]
        if iei in (4, 5):
            expect += [(f"ports.{name}", values[name]) for name in ("destination", "originator")]
        if iei in (0x24, 0x25):
            expect.append(("single" if iei == 0x24 else "locking", values["value"]))
        yield case(f"udh-0x{iei:02x}", element["name"].replace("#", ""), section, "header",
                   [("octets", hexes(octets))], expect)
        if element["length"]:
            short = bytes([len(data) + 1, iei, len(data) - 1]) + data[:-1]
            yield case(f"udh-0x{iei:02x}-short", "an octet too few of data", section, "header",
                       [("octets", hexes(short))],
                       [("content", "<>"), ("element[0].iei", f"0x{iei:02x}"), ("element[0].offset", 1),
                        ("element[0].error", "element_length")])


def limits(tables):
    """One unit fewer would leave room for one; one more takes a further part."""
    port = {"port8": bytes([4, 4, 2, 240, 240]), "port16": bytes([6, 5, 4, 0x0B, 0x84, 0x0B, 0x84])}
    for row in tables.segmentation["rows"]:
        words = row["headers"].replace(" + ", " ").split()
        concatenation = next((word for word in words if word.startswith("concat")), None)
        header = next((port[word] for word in words if word in port), None)
        shifts = int(words[words.index("shift") + (2 if "IE" in words else 1)][1:]) if "shift" in words else 0
        tables_given = [("locking", 1)] * (shifts > 1) + [("single", 1)] * (shifts > 0)
        for alphabet, key, char in (("gsm7", "gsm7_septets", "a"), ("latin1", "octets_8bit", "é"),
                                    ("utf16", "ucs2_units", "Ж")):
            if shifts and alphabet != "gsm7":
                continue
            capacity, width = row[key], 2 if alphabet == "utf16" else 1
            full = 2 if concatenation else 1
            name = row["headers"].replace(" + ", "-").replace(" IE", "").replace(" ", "_")
            given = [("alphabet", alphabet)] + tables_given + [("text", text(char * capacity * full))]
            given += [("method", "udh16")] * (concatenation == "concat16")
            given += [("header", hexes(header or b""))] * bool(header)
            expect = [("parts", full), ("capacity", capacity), ("units", capacity * full), ("room", 0)]
            for place in range(full):
                octets = capacity * width + row["udh_octets_with_udhl"]
                expect += [(f"part[{place}].units", capacity), (f"part[{place}].octets", octets)]
            yield case(f"limit-{name}-{alphabet}", f"full parts, headers: {row['headers']}",
                       "3GPP TS 23.040 section 9.2.3.24", "split", given, expect)
            if not concatenation:
                continue
            given = [(key, text(char * (capacity * 2 + 1)) if key == "text" else value) for key, value in given]
            expect = [("parts", 3), ("capacity", capacity), ("units", capacity * 2 + 1), ("room", capacity - 1)]
            for place in range(3):
                units = capacity if place < 2 else 1
                expect += [(f"part[{place}].units", units),
                           (f"part[{place}].octets", units * width + row["udh_octets_with_udhl"])]
            yield case(f"limit-{name}-{alphabet}-one_more", f"one unit over two parts, headers: {row['headers']}",
                       "3GPP TS 23.040 section 9.2.3.24", "split", given, expect)


def files(tables):
    return {
        "alphabets": ("alphabets, all characters", list(alphabets(tables))),
        "packing": ("packed septets, fill bits and the carriage return rule", list(packing(tables))),
        "data_coding": ("data_coding, what it says", list(data_coding(tables))),
        "udh": ("the elements of a user data header", list(udh(tables))),
        "limits": ("what a part holds beside which headers", list(limits(tables))),
    }
