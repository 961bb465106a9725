"""However many runs are started at once, one works and the others say so and end well."""

from __future__ import annotations

from unattended.conftest import times


def test_of_runs_started_at_once_one_works_and_the_others_say_so(project):
    running = [project.start() for _ in range(min(10, times(4)))]
    said = [(run.communicate(timeout=300)[0], run.returncode) for run in running]
    assert [code for _, code in said] == [0] * len(said)
    worked = [words for words, _ in said if words.startswith("Published two pages")]
    # One that came after the first had ended found nothing to do.
    others = {words for words, _ in said if not words.startswith("Published")}
    assert len(worked) == 1
    assert all(
        words == "Another run is under way; nothing was done.\n" or "Nothing has changed" in words for words in others
    )
    project.published()
