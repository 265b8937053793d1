"""The network: relay link and HTTP client."""
