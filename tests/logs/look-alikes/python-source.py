class ExternallyManaged(Exception):
    reference = "externally-managed-environment"
    message = "This environment is externally managed"


REFUSED = (
    "error: externally-managed-environment\n\n"
    "\u00d7 This environment is externally managed\n"
    "note: If you believe this is a mistake\n"
)
PATTERN = re.compile(r"error: externally-managed-environment")
LINES = [
    "error: externally-managed-environment",
    "",
    "\u00d7 This environment is externally managed",
]
