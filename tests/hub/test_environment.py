"""How the variables of the environment are spelled."""

import pytest

from hub.environment import broker_url, mail_server, redis_database, storage_folder


def test_a_mail_server_is_named_with_its_account_and_encryption() -> None:
    server = mail_server("smtp://us%40er:pa%2Fss@mail.example.org:587?tls=1")
    assert (server.host, server.port) == ("mail.example.org", 587)
    assert (server.user, server.password) == ("us@er", "pa/ss")
    assert (server.use_tls, server.use_ssl) == (True, False)


def test_smtps_encrypts_from_the_first_byte_on_its_own_port() -> None:
    server = mail_server("smtps://mail.example.org")
    assert (server.port, server.use_tls, server.use_ssl) == (465, False, True)


def test_mails_may_go_to_the_console_and_nowhere_unknown() -> None:
    assert mail_server("console:").backend.endswith("console.EmailBackend")
    with pytest.raises(ValueError, match="EMAIL_URL"):
        mail_server("imap://mail.example.org")


@pytest.mark.parametrize("url", ["file:relative", "s3://bucket", "/folder"])
def test_a_storage_that_is_no_folder_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        storage_folder(url)


def test_a_storage_folder_may_have_spaces() -> None:
    assert storage_folder("file:///data/a%20b") == "/data/a b"


def test_redis_is_named_by_host_or_socket_and_each_use_has_its_database() -> None:
    assert broker_url("redis://cache:6379/0") == "redis://cache:6379/0"
    assert broker_url("unix:///run/r.sock?db=3") == "redis+socket:///run/r.sock?virtual_host=3"
    assert broker_url("unix:///run/r.sock") == "redis+socket:///run/r.sock?virtual_host=0"
    assert redis_database("redis://:word@cache:6379/0", 1) == "redis://:word@cache:6379/1"
    assert redis_database("unix:///run/r.sock?db=0", 1) == "unix:///run/r.sock?db=1"
