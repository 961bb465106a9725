"""An unknown publication: what is understood of it, and the publication.toml that would read it."""
