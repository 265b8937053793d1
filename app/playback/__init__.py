"""Everything that turns a track into sound at the right instant."""
