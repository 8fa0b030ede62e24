"""What lies on the disk once it is installed: its own files and what it needs."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from tests.bench.figures import Figure

_ROOT: Final = Path(__file__).resolve().parents[2]


def install_size() -> Figure:
    """Sum up what the metadata of all that is needed at run time lists."""
    needed, known = ["pep668hook"], dict[str, int]()
    while needed:
        name = needed.pop()
        if name in known:
            continue
        found = metadata.distribution(name)
        places = [Path(str(each.locate())) for each in found.files or ()]
        if name == "pep668hook":  # of an editable one only a link is listed
            places = [*_ROOT.glob("pep668hook/**/*"), *_ROOT.glob("shell/*")]
        known[name] = sum(place.stat().st_size for place in places if place.is_file())
        wanted = map(Requirement, found.requires or ())
        needed += [each.name for each in wanted if _is_for_us(each)]
    whole = sum(known.values()) / 1e6
    most = ", ".join(
        f"{name} {size / 1e6:.1f}"
        for name, size in sorted(known.items(), key=lambda item: -item[1])[:4]
    )
    return Figure("installed", f"{whole:.1f} MB", most, "")


def _is_for_us(wanted: Requirement) -> bool:
    return wanted.marker is None or wanted.marker.evaluate({"extra": ""})
