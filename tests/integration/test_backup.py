"""A backup that was never restored is none: here it is, with real servers, files, seals and the last release."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from minben.cli.embedded import Embedded
from minben.cli.postgres.cluster import QUICK
from minben.cli.saving.archive import unpack
from minben.config.environment import SettingError
from tests.integration.faults.processes import ROOT, environment

RELEASED = ROOT / "tests" / "releases" / "0.1.0.minben"
KEY = base64.b64encode(hashlib.sha256(b"Minben 0.1.0, a key of tests").digest()).decode()
KEYS = {
    "secret_key": "minben-0.1.0-only-for-the-test-of-the-way-up-" + "x" * 20,
    "field_keys": f"k010:{KEY}",
    "practice": False,
}


class Installation:
    """A data directory with an embedded database of its own, worked on by the real command."""

    def __init__(self, folder: Path, keys: dict[str, object] = KEYS) -> None:
        folder.mkdir(mode=0o711)
        self.folder, self.launcher = folder, Embedded(folder, settings=QUICK)
        self.environment = environment(folder)
        for name in ("MINBEN_SECRET_KEY", "MINBEN_FIELD_KEYS"):
            self.environment.pop(name, None)  # the file in the data directory has them
        (folder / "installation.json").write_text(json.dumps(keys), encoding="utf-8")

    def minben(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "minben", *arguments],
            env=self.environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
        )

    def python(self, code: str) -> str:
        """Run code in an own process with Django ready; what it prints."""
        ready = f"from minben.cli import session\nwith session.django_ready():\n    {code}\n"
        done = subprocess.run(
            [sys.executable, "-c", ready],
            env=self.environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, query: str) -> list[tuple]:
        with psycopg.connect(self.launcher.start().owner_url) as connection:
            return connection.execute(query.encode()).fetchall()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="minben-backup-test-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@pytest.fixture(scope="module")
def restored(folder: Path) -> Iterator[Installation]:
    """The last release's backup, restored by today's code; its server runs for the module."""
    here = Installation(folder / "restored")
    here.launcher.start()
    done = here.minben("restore", str(RELEASED))
    assert done.returncode == 0, done.stdout + done.stderr
    yield here
    here.launcher.stop()


def test_the_last_release_comes_up_to_date_with_all_it_held(restored: Installation) -> None:
    assert restored.minben("migrate").returncode == 0
    assert restored.ask("SELECT count(*) FROM cases_case") == [(5,)]
    cases = restored.python(
        "from minben.cases.models import Case; "
        "print([c.title for c in Case.objects.order_by('number')], Case.objects.first().party.name)"
    )
    assert cases == f"{[f'路燈不亮 {n}' for n in range(5)]} 王小明"


def test_identity_numbers_open_with_the_keys_that_were_kept_apart(restored: Installation) -> None:
    opened = restored.python(
        "from minben.foundation import keys; from minben.parties.models import Identifier; "
        "i = Identifier.objects.get(); "
        "print(keys.decrypt(bytes(i.cipher), model='parties.Identifier', field='cipher', row_id=i.id))"
    )
    assert opened == "A123456789"


def test_the_trail_is_unbroken_and_goes_on_above_the_old_transactions(restored: Installation) -> None:
    sealed = restored.ask("SELECT max(last_xid) FROM audit_seal WHERE trail = 'audit'")[0][0]
    restored.python(
        "from minben.foundation.audit.seals import seal_all; import datetime; "
        "seal_all(datetime.datetime.now(datetime.UTC))"
    )
    after = restored.ask("SELECT xid, action FROM audit_auditline ORDER BY id DESC LIMIT 1")[0]
    assert after[1] == "installation.restored"
    assert after[0] > sealed
    assert restored.ask(f"SELECT count(*) FROM audit_seal WHERE last_xid >= {after[0]}") == [(1,)]
    assert restored.minben("audit", "verify").returncode == 0


def test_news_announced_before_the_backup_is_still_handed_on(restored: Installation) -> None:
    """Each subscriber stands below the edge of the new cluster, and nothing waits for ever."""
    behind = restored.python(
        "from minben.foundation.events.pump import pump_all; pump_all(); "
        "from minben.channels.models import Message; print(Message.objects.count())"
    )
    assert int(behind) == 5


def test_what_is_backed_up_again_is_the_same_and_a_full_installation_is_not_overwritten(
    restored: Installation, folder: Path
) -> None:
    (folder / "kept").mkdir()
    for _ in range(2):
        done = restored.minben("backup", str(folder / "kept"), "--keep", "1")
        assert done.returncode == 0, done.stderr
    (made,) = (folder / "kept").iterdir()
    assert made.stat().st_mode & 0o777 == 0o600
    with tarfile.open(made) as tar:
        said = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
        text = "".join(tar.getnames())
    assert said["tables"]["cases_case"] == 5
    assert "installation.json" not in text
    assert KEY.encode() not in made.read_bytes()
    refused = restored.minben("restore", str(made))
    assert refused.returncode == 2
    assert "not empty" in refused.stderr


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({**KEYS, "field_keys": f"other:{KEY}"}, "field keys k010"),
        ({**KEYS, "secret_key": "y" * 60}, "secret key is another"),
        ({**KEYS, "practice": True}, "a real installation"),
    ],
)
def test_other_keys_are_refused_before_anything_is_written(
    keys: dict[str, object], says: str, tmp_path: Path
) -> None:
    here = Installation(tmp_path / "other", keys)
    done = here.minben("restore", str(RELEASED))
    assert done.returncode == 2
    assert says in done.stderr
    assert not (here.folder / "database.json").exists()


def _cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def _bent(whole: bytes) -> bytes:
    middle = whole.index(b"PGDMP") + 5000
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


@pytest.mark.parametrize("spoil", [_cut, _bent, lambda _whole: b"no archive", lambda _whole: b""])
def test_a_damaged_backup_is_refused_before_anything_is_written(spoil: object, tmp_path: Path) -> None:
    here, bad = Installation(tmp_path / "here"), tmp_path / "bad.minben"
    bad.write_bytes(spoil(RELEASED.read_bytes()))  # type: ignore[operator]
    done = here.minben("restore", str(bad))
    assert done.returncode == 2, done.stdout
    assert "bad.minben" in done.stderr
    assert not (here.folder / "database.json").exists()


def test_a_lost_or_altered_file_is_named(restored: Installation) -> None:
    stored = next(p for p in (restored.folder / "files").rglob("*") if p.is_file())
    check = (
        "from minben.cli.saving.loading import doubts; from minben.config import environment; "
        "from minben.config.installation import completed; "
        "print(*doubts(completed(environment.read())), sep='|')"
    )
    assert restored.python(check) == ""
    whole = stored.read_bytes()
    stored.write_bytes(b"other")
    assert "is not what was stored" in restored.python(check)
    stored.unlink()
    assert "is missing" in restored.python(check)
    stored.write_bytes(whole)


def test_a_member_that_leads_out_of_the_directory_is_not_unpacked(tmp_path: Path) -> None:
    evil, outside = tmp_path / "evil.tar", tmp_path / "outside"
    with tarfile.open(evil, "w") as tar:
        entry = tarfile.TarInfo("files/../../outside")
        tar.addfile(entry)
    (tmp_path / "data").mkdir()
    with tarfile.open(evil) as tar, pytest.raises(SettingError, match="leads out"):
        unpack(tar, tmp_path / "data")
    assert not outside.exists()
