"""The wire contract: units, messages, codec, errors, timeline, invites. Pure."""
