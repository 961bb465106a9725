"""What papermill loads at its start, wherever this package is installed: a name, and nothing that takes time."""

from __future__ import annotations

from typing import Any


class VvEngine:
    """The engine of ``papermill --engine vv``; the real one is imported when it is used."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run a notebook."""
        from vv_analysis.publish.execution.engine import ForkEngine

        return ForkEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> Any:
        """Return which kernel a notebook asks for."""
        from papermill.engines import Engine

        return Engine.nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> Any:
        """Return which language a notebook is written in."""
        from papermill.engines import Engine

        return Engine.nb_language(nb, language)
