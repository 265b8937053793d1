"""Audio outputs that say when each frame is heard."""
