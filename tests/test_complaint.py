from __future__ import annotations

from pep668hook.complaint import Complaint


def test_one_of_a_file_knows_its_place() -> None:
    complaint = Complaint.of_file("/etc/a, line 9: b", 3, "no such setting: `x`")

    assert complaint == "/etc/a, line 9: b, line 3: no such setting: `x`"
    assert (complaint.file, complaint.line) == ("/etc/a, line 9: b", 3)
    assert complaint.variable == ""


def test_one_of_a_variable_knows_its_name() -> None:
    complaint = Complaint.of_variable("PEP668HOOK", "`mode` cannot be `x`")

    assert complaint == "PEP668HOOK: `mode` cannot be `x`"
    assert complaint.variable == "PEP668HOOK"
    assert complaint.file == ""
