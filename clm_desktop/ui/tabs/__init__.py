"""One module a tab; no tab knows another. A tab shows a page and sends intents."""
