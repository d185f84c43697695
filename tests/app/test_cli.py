"""The command line keeps its contract: keys, headers, exit statuses, one sentence per trouble."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from clm_desktop.app.main import main
from clm_desktop.core.paths import HOME_VARIABLE, resources
from clm_desktop.view.exports import HEADERS

SHOP = resources() / "samples" / "furniture_shop_orders.csv"
COUNTS = ("rows_accepted", "rows_known", "rows_changed", "rows_left_out", "rows_set_aside")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cli") / "shop.clm"
    assert main(["import", str(path), str(SHOP)]) == 0
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def trouble(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """Status 3, nothing on stdout, one sentence on stderr."""
    assert main(list(argv)) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_that_an_import_accounts_for_every_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "shop.clm")
    for known in (False, True):
        assert main(["import", path, str(SHOP), "--json"]) == 0
        (file,) = said(capsys)["files"]  # type: ignore[misc]
        assert file["rows_read"] == sum(file[name] for name in COUNTS) > 0
        assert (file["rows_known"] == file["rows_read"]) is known
        assert {"reasons", "orders_new", "customers_new", "encoding", "delimiter", "platform",
                "mapping", "total"} <= set(file)  # fmt: skip
        assert isinstance(file["mapping"], dict)


def test_that_history_and_undo_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "shop.clm")
    main(["import", path, str(SHOP)])
    capsys.readouterr()
    for argv in (["imports", path, "--json"], ["show", path, "imports", "--json"]):
        assert main(argv) == 0
        assert [one["import"] for one in said(capsys)["imports"]] == [1]  # type: ignore[attr-defined]
    assert main(["undo", path, "--import", "1", "--json"]) == 0
    assert said(capsys) == {"import": 1, "revision": 2}
    assert "undo" in trouble(capsys, "undo", path)
    trouble(capsys, "undo", path, "--import", "1")
    trouble(capsys, "show", path, "summary")  # nothing to compute from


def test_that_a_refresh_takes_its_day_horizon_and_seed(
    project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["refresh", project, "--json"]) == 0
    newest = said(capsys)
    options = ["--as-of", "2024-06-30", "--horizon-days", "40", "--seed", "5"]
    assert main(["refresh", project, *options, "--json"]) == 0
    told = said(capsys)
    assert (told["as_of"], told["horizon_days"], told["seed"]) == ("2024-06-30", 40, 5)
    assert str(newest["as_of"]) > "2024-06-30"
    assert main(["refresh", project, "--json"]) == 0
    assert said(capsys) == newest


@pytest.mark.parametrize(
    "topic",
    ["summary", "segments", "watchlist", "value", "recommendations", "bundles", "backtest"],
)
def test_that_every_topic_is_shown_to_people_and_programs(
    project: str, topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", project, topic, "--json"]) == 0
    assert {"as_of", "horizon_days", "currency"} <= set(said(capsys))
    for lang in ("en", "zh"):
        assert main(["show", project, topic, "--lang", lang]) == 0
        assert len(capsys.readouterr().out) > 100


@pytest.mark.parametrize("what", HEADERS)
def test_that_exports_are_what_the_contract_says(project: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert main(["export", project, what, str(path)]) == 0
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.split(b"\r\n")[0].decode() == HEADERS[what]


def test_that_the_quality_adds_up_and_is_said(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", project, "quality", "--json"]) == 0
    told = said(capsys)
    parts = told["parts"]
    assert told["score"] == sum(part["points"] for part in parts)  # type: ignore[attr-defined]
    assert sum(part["of"] for part in parts) == 100  # type: ignore[attr-defined]
    for lang in ("en", "zh"):
        assert main(["show", project, "quality", "--lang", lang]) == 0
        assert str(told["score"]) in capsys.readouterr().out


def test_that_a_state_is_kept_before_an_undo_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    path = str(tmp_path / "shop.clm")
    main(["import", path, str(SHOP)])
    main(["undo", path])
    capsys.readouterr()
    assert main(["backups", path, "--json"]) == 0
    (kept,) = said(capsys)["backups"]  # type: ignore[misc]
    assert (kept["backup"], kept["imports"]) == (1, 1)
    assert main(["restore", path]) == 0
    assert main(["imports", path, "--json"]) == 0
    assert '"import": 1' in capsys.readouterr().out
    assert "9" in trouble(capsys, "restore", path, "--backup", "9")


def test_that_rows_of_one_import_are_saved_and_an_unknown_one_is_said(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.csv"
    lines = len(SHOP.read_text("utf-8").splitlines()) - 1
    assert main(["export", project, "created", str(path), "--import", "1"]) == 0
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert 0 < len(found) <= lines
    assert {row["file"] for row in found} == {SHOP.name}
    capsys.readouterr()
    assert "7" in trouble(capsys, "export", project, "created", str(path), "--import", "7")
    assert SHOP.name in trouble(capsys, "export", project, "created", str(path), "--of", "b.csv")
    workbook = tmp_path / "out.xlsx"
    assert main(["export", project, "left-out", str(workbook), "--lang", "zh"]) == 0
    assert workbook.read_bytes().startswith(b"PK")


def test_that_excel_gets_its_mark_and_workbooks_are_real(project: str, tmp_path: Path) -> None:
    for name, mark in (("a.csv", b"\xef\xbb\xbf"), ("a.xlsx", b"PK")):
        path = tmp_path / name
        assert main(["export", project, "customers", str(path), "--for", "excel"]) == 0
        assert path.read_bytes().startswith(mark)
    for what in ("customers", "abc", "bundles"):
        path = tmp_path / f"{what}.xlsx"
        assert main(["export", project, what, str(path)]) == 0
        assert path.read_bytes().startswith(b"PK"), "a file that is called a workbook is one"


def test_that_a_table_is_read_as_the_import_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "a.csv", tmp_path / "out.csv"
    source.write_bytes('Nummer;Käufer\n1;"Jörg; der"\n'.encode("cp1252"))
    assert main(["read", str(source), str(out), "--json"]) == 0
    assert said(capsys)["rows"] == 1
    with out.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["Nummer", "Käufer"], ["1", "Jörg; der"]]


def test_that_open_questions_are_asked_and_answers_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, source, answers = (tmp_path / name for name in ("shop.clm", "a.csv", "answers.json"))
    rows = "".join(f"{i},a{i}@x.org,0{i}/04/2024,5.00\n" for i in range(1, 9))
    source.write_text("Order,Email,Date,Total\n" + rows)
    assert main(["import", str(path), str(source), "--json"]) == 3
    captured = capsys.readouterr()
    (question,) = json.loads(captured.out)["questions"]
    assert question["key"] in captured.err
    assert not path.exists()
    answers.write_text(json.dumps({question["key"]: question["choices"][0]["code"]}))
    assert main(["import", str(path), str(source), "--answers", str(answers)]) == 0
    assert main(["check", str(path), "--json"]) == 0


def test_that_a_mapping_file_says_what_columns_mean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, source, mapping = (tmp_path / name for name in ("shop.clm", "a.csv", "m.json"))
    source.write_text("a,b,c\n" + "".join(f"x{i},2024-05-2{i},5\n" for i in range(9)))
    mapping.write_text('{"customer_id": "a", "date": "b", "line_total": "c"}')
    argv = ["import", str(path), str(source), "--mapping", str(mapping)]
    assert main([*argv, "--json"]) == 0
    (file,) = said(capsys)["files"]  # type: ignore[misc]
    assert file["mapping"] == {"customer_id": "a", "date": "b", "line_total": "c"}
    for text in ("no json", '{"nonsense": "a"}', "[]", '{"date": 3}'):
        mapping.write_text(text)
        trouble(capsys, *argv)


def test_that_bad_files_get_one_sentence_and_leave_no_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {
        "empty.csv": b"",
        "header.csv": b"Order,Email,Date,Total\n",
        "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        "nobody.csv": b"Date,Total\n2024-05-20,5\n2024-05-21,6\n",
        "undated.csv": b"Order,Email,Total\n1,a@x.org,5\n2,b@x.org,6\n",
    }
    path = tmp_path / "shop.clm"
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
        for lang in ("en", "zh"):
            said = trouble(capsys, "import", str(path), str(tmp_path / name), "--lang", lang)
            assert name in said
    trouble(capsys, "import", str(path), str(tmp_path))  # a folder
    trouble(capsys, "import", str(path), str(tmp_path / "none.csv"))
    assert not path.exists()


def test_that_troubles_with_the_project_are_sentences(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble(capsys, "show", str(tmp_path / "none.clm"), "summary")
    trouble(capsys, "show", str(SHOP), "summary")
    trouble(capsys, "show", project, "nonsense")
    trouble(capsys, "export", project, "nonsense", str(tmp_path / "x.csv"))
    for target in (tmp_path / "none" / "x.csv", tmp_path / "none" / "x.xlsx", tmp_path, Path()):
        for use in ("data", "excel"):
            trouble(capsys, "export", project, "customers", str(target), "--for", use)


@pytest.mark.parametrize(
    "argv",
    [
        ["show"],
        ["refresh", "x.clm", "--as-of", "31.12.2024"],
        ["refresh", "x.clm", "--horizon-days", "0"],
        ["refresh", "x.clm", "--seed", "-1"],
        ["plan", "x.clm", "--seed", "99999999999999999999"],
        ["export", "x.clm", "customers", "y", "--for", "nobody"],
        ["--nonsense"],
        ["refersh"],
    ],
)
def test_that_wrong_usage_has_its_own_status(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    assert "usage" in capsys.readouterr().err


def test_that_a_project_is_examined(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("en", "zh"):
        assert main(["check", project, "--lang", lang]) == 0
        assert "shop.clm" in capsys.readouterr().out
    assert main(["check", project, "--json"]) == 0
    assert said(capsys)["ok"] is True


def test_that_a_report_is_written_from_files_and_from_a_shop(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, source in (("files", str(SHOP)), ("shop", project)):
        folder = tmp_path / name
        assert main(["report", str(folder), source]) == 0
        assert capsys.readouterr().out.strip() == str(folder / "report.html")
        assert list(folder.glob("*.png"))


def test_that_a_report_goes_into_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.csv"
    taken.write_text("mine")
    assert main(["report", str(taken), str(SHOP)]) == 3
    assert "taken.csv" in capsys.readouterr().err
    assert taken.read_text() == "mine"


def test_that_a_table_that_is_read_takes_the_place_of_a_file_at_once_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "out.csv"
    source.write_bytes("Name;Date\nÉlan;2024-01-02\n".encode("cp1252"))
    target.write_text("old", "utf-8")
    assert main(["read", str(source), str(target)]) == 0
    assert target.read_bytes() == "Name,Date\r\nÉlan,2024-01-02\r\n".encode()
    (tmp_path / "folder").mkdir()
    for nowhere in (tmp_path / "folder", tmp_path / "none" / "out.csv"):
        assert main(["read", str(source), str(nowhere)]) == 3
        assert "cannot be written" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "folder", "out.csv"]


def test_that_a_day_of_no_shop_is_refused(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    for day in ("9999-12-31", "0001-01-01"):
        assert main(["refresh", project, "--as-of", day]) == 2
        assert day in capsys.readouterr().err


def test_that_help_is_there_at_once() -> None:
    """Neither Qt nor pandas is imported for it."""
    code = (
        "import sys; from clm_desktop.app.main import main; main(['--help']);"
        "print({'PySide6', 'pandas', 'numpy', 'apsw', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("set()")


def test_that_an_import_waits_for_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from clm_desktop.app.main import main;"
        f"status = main(['import', {str(tmp_path / 'new.clm')!r}, {str(SHOP)!r}, '--json']);"
        "assert status == 0;"
        "print({'PySide6', 'pandas', 'scipy', 'sklearn', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("set()")


def test_that_the_self_test_answers_for_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["self-test", "--json"]) == 0
    told = said(capsys)
    assert told["ok"] is True
    assert {"libraries", "catalogues", "store", "sample", "charts", "offline"} <= set(
        told["checks"]  # type: ignore[call-overload]
    )


def test_that_the_owner_says_whose_numbers_a_file_bears(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other = str(tmp_path / "shop.clm"), tmp_path / "other.csv"
    other.write_bytes(SHOP.read_bytes())
    assert main(["import", path, str(SHOP)]) == 0
    said_so = ["--orders-of", "new", "--customers-of", SHOP.name]
    assert main(["import", path, str(other), *said_so]) == 0
    capsys.readouterr()
    assert main(["imports", path, "--json"]) == 0
    (_, second) = said(capsys)["imports"]  # type: ignore[misc]
    (file,) = second["files"]
    assert (file["orders_of"] != "", file["customers_of"]) == (True, "")
    assert file["orders_new"] > 0
    unknown = trouble(capsys, "import", path, str(other), "--orders-of", "nowhere.csv")
    assert SHOP.name in unknown
    assert "new" in unknown


def test_that_products_tell_relations_fill_baskets_and_take_the_owners_word(
    project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["show", project, "bundles", "--json"])
    bundles = said(capsys)
    first = bundles["bundles"][0]  # type: ignore[index]
    a, b = first["product_a"], first["product_b"]
    assert {"relations", "told"} <= set(bundles)
    assert main(["products", project, "--with", a, "--json"]) == 0
    basket = said(capsys)
    offers = basket["offers"]
    assert basket["basket"] == [a]
    assert b in [one["product_id"] for one in offers]  # type: ignore[union-attr]
    assert main(["products", project, "--holds", a, "never_with", b, "--json"]) == 0
    told = said(capsys)["told"]
    assert [(one["relation"], one["stands"]) for one in told] == [  # type: ignore[union-attr]
        ("never_with", True)
    ]
    assert main(["products", project, "--with", a, "--json"]) == 0
    left = said(capsys)["offers"]
    assert b not in [one["product_id"] for one in left]  # type: ignore[union-attr]
    assert main(["products", project, "--forget", b, "never_with", a, "--json"]) == 0
    assert said(capsys)["told"] == []
    trouble(capsys, "products", project, "--with", "no such product")
    trouble(capsys, "products", project, "--holds", a, "likes", b)


def test_that_what_is_never_offered_is_kept_and_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "shop.clm")
    main(["import", path, str(SHOP)])
    capsys.readouterr()
    main(["show", path, "recommendations", "--json"])
    tips = said(capsys)["tips"]
    product = tips[0]["product_id"]  # type: ignore[index]
    assert main(["never-offer", path, "--product", product, "--json"]) == 0
    told = said(capsys)
    assert [one["product_id"] for one in told["never_offered"]] == [product]  # type: ignore[union-attr]
    main(["show", path, "recommendations", "--json"])
    after = said(capsys)
    assert product not in {tip["product_id"] for tip in after["tips"]}  # type: ignore[union-attr]
    assert {"product_id": product, "why": "product"} in after["not_offered"]  # type: ignore[operator]
    main(["show", path, "recommendations", "--product", product, "--json"])
    assert said(capsys)["not_offered"] == "product"
    main(["never-offer", path, "--product", product, "--take-back", "--json"])
    told = said(capsys)
    assert told["never_offered"] == []
    assert [one["stands"] for one in told["log"]] == [False, True]  # type: ignore[union-attr]
    assert "nothing we sell" in trouble(capsys, "never-offer", path, "--product", "nothing we sell")


def test_that_a_group_can_be_asked_what_it_will_want(
    project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["show", project, "segments", "--json"])
    schemes = said(capsys)["schemes"]
    group = schemes[0]["groups"][0]  # type: ignore[index]
    for asked in (group["segment_id"], group["name"]):
        assert main(["show", project, "recommendations", "--segment", asked, "--json"]) == 0
        told = said(capsys)["segment"]
        assert told["segment_id"] == group["segment_id"]  # type: ignore[index,call-overload]
        assert told["customers"] == group["customers"]  # type: ignore[index,call-overload]
    assert "nobody at all" in trouble(
        capsys, "show", project, "recommendations", "--segment", "nobody at all"
    )
