"""Questions about accounts, people and organisations."""
