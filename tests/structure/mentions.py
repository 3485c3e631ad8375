#!/usr/bin/env python3
"""Checks that what the documents name exists in the repository.

    mentions.py            checks the documents below
    mentions.py FILE...    checks these instead

In backticks and in links, outside of code blocks: a path must exist; a package must be one of ours
or a dependency; a file name (`window.rs`) must be a tracked file's; a name (`Session::request`,
`handle_eof`) must be a word of the sources. The last part of `Type::member` must be in a file that
defines or implements the type, that of `module::item` in the module's files. `just RECIPE` must be a recipe. Other commands and prose are not
checked. Planted names must be reported.
"""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "docs/review.md", "tests/faults/README.md",
             "tests/interop/README.md"]
SOURCES = (".rs", ".py", ".sh", ".toml", ".json", ".js")
# Words of other programs, of the language and of the standard library; and patterns of names.
FOREIGN = {"put_u8", "get_", "handle_*", "poll_*", "HEAD", "epoll", "cargo-deny", "cargo-public-api", "cargo-semver-checks"}
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)\)")
FILE_NAME = re.compile(r"[\w.-]+\.(rs|py|sh|json|toml|md|txt|svg)")
PATH = re.compile(r"\.?[\w.*{},-]+(/[\w.*{},-]+)*/?")
NAME = re.compile(r"(?:[a-z_]\w*::)*[A-Za-z_]\w*(?:::[A-Za-z_]\w*)?(?:<[^`]*>|\([^`]*\)|!)?")


class Repository:
    def __init__(self, root):
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                cwd=root, check=True, capture_output=True).stdout.decode()
        self.files = sorted(path for path in listed.split("\0") if path and (root / path).is_file())
        self.folders = {str(parent) for path in self.files for parent in Path(path).parents}
        self.names = {Path(path).name for path in self.files}
        self.recipes = set(re.findall(r"^([a-z][\w-]*)\b[^\n]*?:(?!=)", (root / "justfile").read_text(), re.MULTILINE))
        self.words, self.packages, self.owned = {name.split(".")[0] for name in self.names}, set(), defaultdict(set)
        for path in self.files:
            # Snapshots of the public API may be older than the sources.
            if not path.endswith(SOURCES) or path.startswith(("tests/api/", "spec-vectors/vectors")):
                continue
            text = (root / path).read_text(encoding="utf-8", errors="replace")
            if path.endswith("Cargo.toml"):
                self.packages |= set(re.findall(r'^name = "([\w-]+)"', text, re.MULTILINE))
                self.packages |= set(re.findall(r"^([\w-]+)(?:\.workspace)? = ", text, re.MULTILINE))
            if path == "tests/structure/mentions.py":
                continue
            # Code only: a comment may name what is gone.
            text = re.sub(r"//.*|^\s*#(?![\[!]).*", "", text, flags=re.MULTILINE)
            words = set(re.findall(r"[A-Za-z_]\w*", text))
            self.words |= words
            if path.endswith(".rs"):
                owners = re.findall(r"\b(?:struct|enum|trait|impl(?:<[^{}]*?>)?|for|pdu!)\s+(?:\w+::)*([A-Za-z_]\w*)", text)
                modules = [part.removesuffix(".rs").replace("-", "_") for part in path.split("/")]
                for owner in {*owners, *modules}:
                    self.owned[owner] |= words

    def has_path(self, path):
        path = path.removeprefix("./").rstrip("/")
        if re.search(r"[*{]", path):
            choices = re.search(r"\{([^}]*)\}", path)
            if choices:
                return all(self.has_path(path.replace(choices[0], choice)) for choice in choices[1].split(","))
            pattern = re.compile("(.*/)?" + re.escape(path).replace(r"\*\*", ".*").replace(r"\*", "[^/]*") + "(/.*)?")
            return any(pattern.fullmatch(file) for file in self.files)
        return path in self.folders or path in self.files or any(file.endswith("/" + path) for file in self.files) \
            or any(folder.endswith("/" + path) for folder in self.folders)

    def fault(self, code):
        """Why `code` names nothing, or None."""
        if code in FOREIGN:
            return None
        if code.startswith("just "):
            recipe = code.split()[1]
            return None if recipe in self.recipes else f"the justfile has no recipe {recipe}"
        if FILE_NAME.fullmatch(code):
            return None if code in self.names else "no such file"
        if "/" in code and PATH.fullmatch(code):
            return None if self.has_path(code) else "no such path"
        if re.fullmatch(r"[a-z]\w*(-\w+)+", code):
            known = code in self.packages or code in self.recipes or code in self.folders
            return None if known else "no package, recipe or folder has this name"
        if NAME.fullmatch(code):
            path = re.sub(r"<.*|\(.*|!$", "", code).split("::")
            missing = [word for word in path if word not in self.words | self.recipes | FOREIGN
                       and word.replace("_", "-") not in self.packages]
            if missing:
                return f"no source has the word {missing[0]}"
            if len(path) > 1 and path[-2] in self.owned and path[-1] not in self.owned[path[-2]]:
                return f"{path[-2]} has no {path[-1]}"
        return None


def mentions(text):
    """The line and text of each name in backticks, and of each link to a file."""
    text = BLOCK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for expression in (CODE, LINK):
        for found in expression.finditer(text):
            if "://" not in found[1]:
                yield text.count("\n", 0, found.start()) + 1, found[1], expression is LINK


def failures(repository, name, text):
    for line, code, is_link in mentions(text):
        wrong = repository.fault(code)
        if is_link:
            wrong = None if (ROOT / name).parent.joinpath(code).exists() else "the link leads to no file"
        if wrong:
            yield f"{name}:{line}: `{code}`: {wrong}"


# Each must be reported, as must the link.
PLANTED = ["crates/smpp-codec/src/nul.rs", "the_bell.rs", "smpp-pen", "ClientKeeper", "Session::ring_the_bell",
           "Driver::to_send", "tests/{api,nothing}", "just ring", "handle_bell"]


def main():
    repository = Repository(ROOT)
    found, count = [], 0
    documents = sys.argv[1:] or DOCUMENTS
    for name in documents:
        text = (ROOT / name).read_text(encoding="utf-8")
        count += sum(1 for _ in mentions(text))
        found += failures(repository, name, text)
    planted = [f"`{name}`" for name in PLANTED] + ["[page](docs/nothing.md)"]
    found += [f"control: {name} is not reported" for name in planted if not list(failures(repository, "planted", name))]
    print("\n".join(f"FAILED {failure}" for failure in found)
          or f"ok {count} names in {len(documents)} documents exist, and {len(planted)} planted ones do not")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
