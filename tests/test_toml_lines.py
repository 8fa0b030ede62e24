from __future__ import annotations

from pep668hook.toml_lines import of_names


def test_lines_are_told_by_dotted_names() -> None:
    lines = of_names(
        'mode = "ask"\n'  # 1
        "[panel]\n"
        'style = "full" # mode = 1\n'  # 3
        '["policy"]\n'
        "remedies.forbidden = [\n"  # 5
        '  "create-venv",\n'
        "]\n"
        "[ policy . environment ]\n"  # 8
        "'name' = 'x'\n"
    )

    assert lines["mode"] == 1
    assert lines["panel.style"] == 3
    assert lines["policy.remedies.forbidden"] == 5
    assert lines["policy.environment.name"] == 9
    assert lines["policy.environment"] == 8


def test_what_is_in_braces_stands_where_they_begin() -> None:
    assert of_names('\npanel = { style = "x" }')["panel.style"] == 2


def test_what_stands_nowhere_is_sought_at_the_beginning() -> None:
    assert of_names("")["mode"] == 1


def test_only_a_line_feed_ends_a_line() -> None:
    assert of_names("# \u2028 \x85 \x0c\nmode = 1")["mode"] == 2
