"""The README is true where a machine can tell."""

import ast
import re

from hub.local.place import PROJECT
from hub.local.run import ACCOUNTS

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_it_names_every_setting_that_the_environment_gives_and_no_other() -> None:
    tree = ast.parse((PROJECT / "hub" / "settings.py").read_text(encoding="utf-8"))
    read = {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    }
    table = README.partition("## Configuration")[2].partition("\n## ")[0]
    named = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, flags=re.MULTILINE)
        for name in re.findall(r"`([A-Z_]+)`", row)
    }
    of_the_launcher = {"DATABASE_OWNER_URL", "PORT"}
    assert named - of_the_launcher == read - {"HUB_TESTING"}


def test_it_names_the_accounts_of_the_demonstration() -> None:
    for email, _ in ACCOUNTS:
        assert f"`{email}`" in README


def test_its_links_and_pictures_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / target).exists(), target


def test_its_commands_are_targets_of_the_makefile() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
