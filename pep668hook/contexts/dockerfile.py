"""The build of an image: BuildKit, docker build of old, Podman and Buildah."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.suggestions import in_image, override, reason, request
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    environment = Suggestion(
        remedy="create-venv",
        title=_("make /opt/venv in the image and {request} with it").format(
            request=request(case)
        ),
        commands=in_image(case),
        why=reason(
            case, _("with PATH set so, all later steps and the container are in it")
        ),
    )
    return (environment, *override(case, "RUN "))


CONTEXT: Final = Context(
    name="dockerfile",
    suggest=_suggest,
    rank=30,
    # BuildKit's `#8 2.007 error: ...`, and `2.007 error: ...` in what it ends with.
    prefix=r"#\d+ (?:\d+\.\d{1,3}(?: |$))?|\d+\.\d{2,3}(?: |$)",
    command=re.compile(
        r"^(?:\s*(?:=> )*(?:ERROR )?>? ?\[[^\]]*\d+/\d+\] "
        r"|(?:Step|STEP) \d+(?:/\d+)? ?: )"
        r"RUN\s+(?:--\S+\s+)*(?P<command>.*?)(?::|(?<!\s)\s+[\d.]+s)?(?<!\s)\s*$"
    ),
    # What BuildKit ends with is the output of the step that failed.
    repeats=re.compile(r"^ > \[[^\]]*\d+/\d+\] "),
)
