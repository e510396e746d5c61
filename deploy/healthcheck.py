"""Asks the web server in this container whether it is ready; the exit code says so."""

import http.client
import os
import sys

HOST = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")


def main() -> int:
    """Answer 0 when ``/readyz`` says 200, and 1 otherwise."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": HOST})
        return 0 if connection.getresponse().status == http.client.OK else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
