"""The store: whole products or none, damage found and mended, old manifests opened, rubbish collected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.build.films import Film, contents
from tests.build.work import Text, task
from throughline.build import sources
from throughline.build.errors import BuildRunning, StoreError
from throughline.build.lock import Scratch, build_lock
from throughline.build.plan import Plan
from throughline.build.run import make
from throughline.build.stage import Made
from throughline.build.store import Store

V1 = """{"version": 1, "key": "KEY", "stage": "boards", "digest": "DIGEST",
 "files": {"panel.png": {"sha256": "SHA", "size": 5}}, "figures": {"sharpness": 0.5}, "warnings": ["dark"]}"""


def test_a_manifest_of_version_1_opens(film: Film) -> None:
    sha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    files = {film.store.folder / "manifests/aa" / f"{'a' * 64}.json": V1.replace("KEY", "a" * 64).replace("SHA", sha),
             film.store.folder / "objects/2c" / sha: "hello"}
    for path, text in files.items():
        path.parent.mkdir(parents=True)
        path.write_text(text)
    manifest = film.store.look("a" * 64)
    assert manifest is not None
    assert (film.store.folder_of(manifest) / "panel.png").read_text() == "hello"
    assert (manifest.figures, manifest.warnings) == ({"sharpness": 0.5}, ("dark",))


@pytest.mark.parametrize("text", ["", "{", '{"version": 99}', V1.replace('"version": 1', '"version": 2')])
def test_a_manifest_that_cannot_be_read_is_no_product(film: Film, text: str) -> None:
    product = make(task("a", "1"), film.store, film.ledger)
    path = film.store.folder / "manifests" / product.key[:2] / f"{product.key}.json"
    before = path.read_bytes()
    path.write_text(text)
    assert film.store.look(product.key) is None
    make(task("a", "1"), film.store, film.ledger)
    assert path.read_bytes() == before


def _cut(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])


def _edit(path: Path) -> None:
    path.chmod(0o644)
    with open(path, "r+b") as handle:
        handle.write(b"#")


@pytest.mark.parametrize("damage", [Path.unlink, _cut, _edit])
@pytest.mark.parametrize("through_product", [False, True])
def test_a_damaged_file_is_noticed_and_made_again(film: Film, damage: object, through_product: bool) -> None:
    tasks = (task("a", "1"), task("b", "1", inputs=(("a", Made("a/1")),)))
    first = film.build(*tasks)
    before = contents(first)
    stored = first.products["a/1"].manifest.files["0.txt"]
    path = first.products["a/1"].path("0.txt") if through_product else Path(film.store.objects.path(stored.sha256))
    damage(path)  # type: ignore[operator]
    if not through_product or damage is not Path.unlink:
        states = Plan(tasks).status(film.store, film.ledger)
        assert states["a/1"].reason == "its file 0.txt is missing or damaged in the store"
        assert states["b/1"].reason == "waits on a/1"
    again = film.build(*tasks)
    assert again.ok and contents(again) == before
    assert "b/1" in again.cached
    assert film.store.verify() == ()


def test_a_copied_store_is_believed_after_its_bytes_were_read(film: Film, tmp_path: Path) -> None:
    """Copying loses modification times, and with them the seals."""
    product = make(task("a", "1"), film.store, film.ledger)
    for name in product.files:
        os.utime(film.store.objects.path(product.manifest.files[name].sha256))
    assert film.store.look(product.key) is not None


def test_verify_finds_what_a_look_cannot(film: Film) -> None:
    product = make(task("a", "1"), film.store, film.ledger)
    path = product.path("0.txt")
    seal = path.stat().st_mtime_ns
    _edit(path)
    os.utime(path, ns=(seal, seal))
    assert film.store.look(product.key) is not None
    found = film.store.verify()
    assert [(damage.name, damage.keys) for damage in found] == [("0.txt", (product.key,))]
    assert film.store.look(product.key) is None


def test_a_product_folder_that_somebody_changed_is_laid_out_anew(film: Film) -> None:
    product = make(task("a", "1"), film.store, film.ledger)
    folder = product.folder
    (folder / "0.txt").unlink()
    (folder / "stray.txt").write_text("not of the product")
    assert sorted(path.name for path in product.folder.iterdir()) == ["0.txt", "below"]


def test_products_are_copied_where_links_are_refused(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    product = make(task("a", "1"), film.store, film.ledger)

    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    assert product.path("0.txt").stat().st_nlink == 1
    assert product.path("below/note.txt").read_text() == "1"


def test_links_and_special_files_are_refused(film: Film) -> None:
    with film.store.work_folder() as folder:
        (folder / "link").symlink_to("/etc/hostname")
        with pytest.raises(StoreError, match="link or a special file"):
            film.store.commit("b" * 64, "a", folder, {}, ())
    assert film.store.look("b" * 64) is None


def test_collect_keeps_what_is_wanted_and_frees_the_rest(film: Film) -> None:
    report = film.build(task("a", "1"), task("a", "2"), task("a", "3", params=Text(text="1", frames=7)))
    keep = report.products["a/1"]
    shared = keep.path("below/note.txt")
    gone = report.products["a/2"]
    folder = gone.folder
    freed = film.store.collect({keep.key})
    assert (freed.products, freed.objects) == (2, 3)
    assert film.store.look(keep.key) is not None and shared.read_text() == "1"
    assert film.store.look(gone.key) is None and not folder.exists()
    assert film.store.verify() == ()


def test_collect_waits_for_no_build(film: Film) -> None:
    with build_lock(film.store.lock_path), pytest.raises(BuildRunning):
        film.store.collect(())


def test_scratch_of_the_dead_is_swept_and_of_the_living_kept(tmp_path: Path) -> None:
    mine = Scratch(tmp_path)
    folder = mine.folder()
    code = ("import os, sys; from pathlib import Path; from throughline.build.lock import Scratch;"
            "Scratch(Path(sys.argv[1])).folder(); os._exit(9)")
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 2
    assert Scratch(tmp_path).sweep() == 1
    assert folder.exists()
    mine.close()


def test_a_digest_of_a_user_file_is_remembered_but_never_trusted_blindly(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hard case: same size, and modification time set back by whoever wrote it."""
    path = tmp_path / "plate.exr"
    path.write_bytes(b"one")
    monkeypatch.setattr(sources, "REST_NS", 0)
    time.sleep(0.02)
    first = Store(tmp_path / "store").file(path)
    reads: list[object] = []
    whole = sources.file_digest
    monkeypatch.setattr(sources, "file_digest", lambda given: reads.append(given) or whole(given))
    assert Store(tmp_path / "store").file(path) == first and not reads
    at = path.stat().st_mtime_ns
    time.sleep(0.02)
    path.write_bytes(b"two")
    os.utime(path, ns=(at, at))
    assert Store(tmp_path / "store").file(path).digest != first.digest and reads


def test_a_file_still_warm_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plate.exr"
    path.write_bytes(b"one")
    store = Store(tmp_path / "store")
    store.file(path)
    reads: list[object] = []
    whole = sources.file_digest
    monkeypatch.setattr(sources, "file_digest", lambda given: reads.append(given) or whole(given))
    store.file(path)
    assert reads


def test_a_broken_shortcut_is_thrown_away(film: Film, tmp_path: Path) -> None:
    path = tmp_path / "script.fountain"
    path.write_text("INT. ROOM")
    film.store.folder.mkdir(parents=True)
    (film.store.folder / "sources.db").write_bytes(b"no database at all, but long enough to be read as one" * 9)
    assert len(film.store.file(path).digest) == 64


def test_a_folder_is_a_file_too_and_a_missing_one_is_said(film: Film, tmp_path: Path) -> None:
    folder = tmp_path / "plates"
    folder.mkdir()
    (folder / "a.exr").write_bytes(b"a")
    before = film.store.file(folder).digest
    (folder / ".DS_Store").write_bytes(b"rubbish")
    assert film.store.file(folder).digest == before
    (folder / "b.exr").write_bytes(b"a")
    assert film.store.file(folder).digest != before
    with pytest.raises(StoreError, match="nowhere: there is no such file"):
        film.store.file(tmp_path / "nowhere")


def test_a_manifest_is_readable_by_other_programs(film: Film) -> None:
    product = make(task("a", "1"), film.store, film.ledger)
    text = (film.store.folder / "manifests" / product.key[:2] / f"{product.key}.json").read_text()
    assert sorted(json.loads(text)["files"]) == ["0.txt", "below/note.txt"]
