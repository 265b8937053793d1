"""The one place that says which version this is."""

VERSION = "0.1.0"

#: What a member announces as ``protocol`` in CREATE and JOIN.
PROTOCOL_VERSION = 1
