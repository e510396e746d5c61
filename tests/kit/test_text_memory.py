"""What is kept of texts in a process: many short ones, few long ones."""

from hub.kit.text_memory import LONGEST, remembering


def test_results_are_kept_but_of_long_texts_a_few_alone() -> None:
    made: list[str] = []

    @remembering
    def number(text: str, more: int) -> int:
        made.append(text)
        return len(text) + more

    short = [f"{n}" for n in range(100)]
    long = [f"{n}".rjust(LONGEST + 1) for n in range(100, 117)]
    for _ in range(2):
        for text in [*short, *long]:
            assert number(text, 1) == len(text) + 1
    assert len(made) == len(short) + 2 * len(long)
    assert number(long[-1], 1) == LONGEST + 2
    assert len(made) == len(short) + 2 * len(long)
