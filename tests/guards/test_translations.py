"""Every text that people see has zh-Hant and zh-Hans (DESIGN §4.8)."""

from minben.config.messages import problems


def test_every_text_has_both_scripts_and_the_files_are_current() -> None:
    found = problems()
    assert not found, "\n".join(found)
