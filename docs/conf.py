"""How Sphinx builds the site: `./dev docs`. Nothing in it comes from another server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms import SphinxTransform

from pep668hook import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "pep668hook"
author = "The pep668hook authors"
project_copyright = author
version = release = __version__

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["pictures/*"]

highlight_language = "text"
html_theme = "furo"
html_title = "pep668hook"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False

_LIGHT: Final = "-light.svg"


class EachTheme(SphinxTransform):
    """Show a picture's dark sister where the reader has chosen the dark theme.

    The pages name the light one only, so that they read well without the site, too.
    """

    default_priority = 200  # before the files are collected

    def apply(self, **_kwargs: object) -> None:
        """Put each dark picture behind its light one."""
        for image in list(self.document.findall(nodes.image)):
            if not image["uri"].endswith(_LIGHT):
                continue
            dark = image.deepcopy()
            dark["uri"] = f"{image['uri'].removesuffix(_LIGHT)}-dark.svg"
            image["classes"].append("only-light")
            dark["classes"].append("only-dark")
            image.parent.insert(image.parent.index(image) + 1, dark)


def setup(app: Sphinx) -> None:
    """Tell Sphinx of it."""
    app.add_transform(EachTheme)
