"""Two imports of the same archive at the same time."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from discussions.models import Space
from discussions.services.import_space import import_archive
from tests.archives import post, small, zipped


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_of_many_imports_at_once_one_makes_the_space() -> None:
    content = zipped(small(post("one"))).getvalue()

    def take_in(_number: int) -> bool:
        try:
            return import_archive(io.BytesIO(content)).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(take_in, range(4)))
    assert sorted(made) == [False, False, False, True]
    assert Space.objects.count() == 1
