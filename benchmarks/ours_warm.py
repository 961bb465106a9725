"""The warm process of the benchmark: ours, but a page gets no Word, PDF and Excel, as those of the others get none."""

from vv_analysis.publish.engines import warm


def main() -> None:
    """Serve as the real one does, with one form."""
    real = warm.preload

    def _preload(folder):
        real(folder)
        from vv_analysis.publish import render

        render._FORMS = {}  # noqa: SLF001

    warm.preload = _preload
    warm.main()


if __name__ == "__main__":
    main()
