"""The page of the public record: real figures only, each with who said it and how firmly."""
