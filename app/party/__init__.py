"""The asyncio shell that feeds the session and carries out its effects."""
