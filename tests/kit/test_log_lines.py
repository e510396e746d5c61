"""Lines of logs open nothing."""

import pytest

from hub.kit.log_lines import without_secrets


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Gone: /en/shared/Ab_c-9/texts/", "Gone: /en/shared/…/texts/"),
        ("Not Found: /fr/joint/1:x:y?a=b", "Not Found: /fr/joint/…?a=b"),
        ("Not Found: /en/posts/RT-0001/joint/", "Not Found: /en/posts/RT-0001/joint/"),
        ("Not Found: /en/spaces/shared/register/", "Not Found: /en/spaces/shared/…/"),
        ("100% of 3", "100% of 3"),
    ],
)
def test_the_secret_part_of_a_path_is_left_out(line: str, kept: str) -> None:
    assert without_secrets(line) == kept
