from __future__ import annotations

import pytest

from pep668hook.package import prefixed, upstream


@pytest.mark.parametrize(
    ("project", "names"),
    [
        ("six", ("python3-six",)),
        ("pyyaml", ("python3-yaml", "python3-pyyaml")),
        ("python3-randcrack", ("python3-python3-randcrack", "python3-randcrack")),
        ("python-apt", ("python3-python-apt", "python3-apt")),
        ("py3-yaml", ("python3-py3-yaml", "python3-yaml")),
        (
            "python-pyyaml",
            ("python3-python-pyyaml", "python3-yaml", "python3-pyyaml"),
        ),
        ("python-", ("python3-python-",)),
    ],
)
def test_a_package_is_called_as_its_project_with_a_prefix(
    project: str, names: tuple[str, ...]
) -> None:
    assert prefixed("python3-", project, {"pyyaml": "python3-yaml"}) == names


@pytest.mark.parametrize(
    ("version", "made_of"),
    [
        ("6.0-3+b2", "6.0"),
        ("4:7.4.7-1+deb12u14", "7.4.7"),
        ("9.1.0+really9.0.3+dfsg2-5+deb12u1", "9.0.3"),
        ("4.6.0+dfsg-12", "4.6.0"),
        ("2.0~rc1-1", "2.0rc1"),
        ("2.31.0~rc1", "2.31.0rc1"),
        ("1:2.9.0-5", "2.9.0"),
        ("2.32.3_1", "2.32.3"),
        ("3.0_beta2-r1", "3.0beta2"),
        ("2.0_p1-r2", "2.0.post1"),
        ("1.0.post2-1", "1.0.post2"),
        ("2.9.0.dev1", "2.9.0.dev1"),
        ("20240101+git", "20240101"),
        ("unknown", "unknown"),
    ],
)
def test_a_package_s_version_is_what_it_was_made_of(version: str, made_of: str) -> None:
    assert upstream(version) == made_of
