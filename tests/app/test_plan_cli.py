"""Plan, record, mark and export on the command line keep their contract."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from clm_desktop.app.main import main
from clm_desktop.app.parser import ROWS, TABLES, TOPICS
from clm_desktop.core.paths import resources
from clm_desktop.view.acquisition_exports import ACQUISITION_HEADERS
from clm_desktop.view.exports import HEADERS
from clm_desktop.view.outreach_exports import PLAN_HEADER

SHOP = resources() / "samples" / "furniture_shop_orders.csv"
WISH = ("--budget", "30", "--contacts", "40", "--goal", "keep", "--seed", "5")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A shop in which everybody agreed to e-mail, with an approved plan."""
    path = str(tmp_path_factory.mktemp("plan") / "shop.clm")
    assert main(["import", path, str(SHOP)]) == 0
    assert main(["consent", path, "--everybody", "email", "--proof", "form"]) == 0
    assert main(["plan", path, *WISH, "--approve"]) == 0
    return path


@pytest.fixture
def project(made_once: str, tmp_path: Path) -> str:
    return str(shutil.copy(made_once, tmp_path / "shop.clm"))


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:
    capsys.readouterr()
    assert main([*argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def trouble(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    capsys.readouterr()
    assert main(list(argv)) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_that_a_plan_says_what_was_asked_and_what_it_found(project, capsys) -> None:
    plan = told(capsys, "show", project, "plan")
    assert (plan["state"], plan["seed"], plan["plan"]) == ("approved", 5, 1)
    assert plan["settings"]["budget"] == 30
    assert plan["settings"]["goal"] == "keep"
    sent = [row for row in plan["items"] if row["role"] != "hold_out"]
    assert len(sent) == plan["contacts"] <= 40
    assert plan["cost_p95"] <= 30
    assert plan["held_out"] == len(plan["items"]) - len(sent) > 0
    assert {row["channel"] for row in plan["items"]} == {"email"}


def test_that_a_draft_is_handed_over_only_with_a_word_that_it_is_none_approved(
    project, tmp_path, capsys
) -> None:
    for wish, said in ((None, ""), ("5", "not approved")):
        if wish is not None:
            assert main(["plan", project, "--contacts", wish]) == 0
        capsys.readouterr()
        assert main(["export", project, "plan", str(tmp_path / "plan.csv")]) == 0
        captured = capsys.readouterr()
        assert captured.out.count("\n") == 1
        assert (said in captured.err) if said else (captured.err == "")


def test_that_an_earlier_plan_is_handed_over_by_its_number(project, tmp_path, capsys) -> None:
    path = tmp_path / "plan.csv"
    assert main(["plan", project, "--contacts", "5"]) == 0
    capsys.readouterr()
    assert main(["export", project, "plan", str(path), "--plan", "1"]) == 0
    assert capsys.readouterr().err == ""
    people = [line.split(",")[0] for line in path.read_text("utf-8").splitlines()[1:]]
    assert sorted(people) == sorted(customer for customer, _ in _approved(project))
    assert "number 7" in trouble(capsys, "export", project, "plan", str(path), "--plan", "7")


def test_that_the_same_wish_gives_the_same_plan(project, capsys) -> None:
    wish = ["plan", project, "--contacts", "10", "--seed", "3"]
    one, two = told(capsys, *wish), told(capsys, *wish)
    assert one == two
    assert one["state"] == "draft"
    assert one["nothing"]["orders"] > 0
    assert {"left_alone", "piles", "beliefs", "notes"} <= set(one)


def test_that_rows_are_dropped_and_added_by_hand(project, capsys) -> None:
    plan = told(capsys, "plan", project, "--contacts", "20")
    if not plan["items"]:
        pytest.skip("everybody is in the approved plan")
    first = plan["items"][0]["customer_id"]
    now = told(capsys, "plan", project, "--contacts", "20", "--drop", first)
    assert first not in {row["customer_id"] for row in now["items"]}
    add = ["--add", first, "care", "email"]
    now = told(capsys, "plan", project, "--contacts", "25", *add)
    assert [r["action"] for r in now["items"] if r["customer_id"] == first] == ["care"]
    err = trouble(capsys, "plan", project, "--contacts", "25", "--add", first, "care", "wechat")
    assert "agree" in err
    assert "look at" in trouble(capsys, "plan", project, "--add", "nobody", "care", "email")


def test_that_the_export_has_the_exact_header(project, capsys, tmp_path) -> None:
    out = tmp_path / "plan.csv"
    assert main(["export", project, "plan", str(out), "--for", "data"]) == 0
    rows = list(csv.reader(out.read_text("utf-8").splitlines()))
    assert ",".join(rows[0]) == PLAN_HEADER
    assert len(rows) > 1
    assert main(["export", project, "plan", str(out), "--for", "meta", "--hashed"]) == 0
    assert "@" not in out.read_text("utf-8")
    assert "sms" in trouble(capsys, "export", project, "segments", str(out), "--for", "sms")


def test_that_contacts_are_recorded_with_the_lines_that_are_wrong(
    project, capsys, tmp_path
) -> None:
    plan = told(capsys, "show", project, "plan")
    item = next(row for row in plan["items"] if row["role"] != "hold_out")
    path = tmp_path / "done.csv"
    good = f"{item['customer_id']},{item['action']},{item['channel']},{plan['week_from']}"
    path.write_text(f"customer_id,action,channel,date\n{good}\nnobody,care,email,2024-01-01\n")
    receipt = told(capsys, "record", project, str(path))
    counts = [receipt[f"rows_{name}"] for name in ("read", "kept", "known", "set_aside")]
    assert counts[0] == sum(counts[1:]) == 2
    assert receipt["set_aside"][0] == {
        "line": 3, "column": "customer_id", "value": "nobody", "reason": "told_customer",
    }  # fmt: skip
    assert main(["record", project, str(path)]) == 0
    captured = capsys.readouterr()
    assert "1 known already" in captured.out
    assert captured.err.startswith("Line 3: a customer who is in none of your files")
    results = told(capsys, "show", project, "results")
    assert results["plans"] == 1
    assert results["comparisons"][0]["verdict"] == "not_proved"
    assert "columns" in trouble(capsys, "record", project, str(SHOP))


def test_that_marks_are_kept_and_hold_outs_refused(project, capsys) -> None:
    results = told(capsys, "show", project, "results")
    held = [row for row in _approved(project) if row[1] == "hold_out"]
    assert "by lot" in trouble(capsys, "mark", project, "done", held[0][0])
    sent = [row for row in _approved(project) if row[1] == "send"]
    assert told(capsys, "mark", project, "skipped", sent[-1][0])["marked"] == 1
    assert told(capsys, "show", project, "results")["skipped"] == results["skipped"] + 1


def test_that_an_approval_is_taken_back_until_something_is_marked(project, capsys) -> None:
    before = set(_approved(project))
    draft = told(capsys, "plan", project, *WISH, "--reopen")
    assert (draft["state"], draft["plan"]) == ("draft", 1)
    assert {(row["customer_id"], row["role"]) for row in draft["items"]} == before
    assert "No plan is approved" in trouble(capsys, "plan", project, "--reopen")
    assert told(capsys, "plan", project, *WISH, "--approve")["plan"] == 1
    sent = [key for key, role in _approved(project) if role == "send"]
    assert main(["mark", project, "done", sent[0]]) == 0
    assert "work on it has begun" in trouble(capsys, "plan", project, "--reopen")


def _approved(project: str) -> list[tuple[str, str]]:
    from clm_desktop.usecases.open_project import open_project
    from clm_desktop.usecases.outreach_plan import plan_of

    with open_project(Path(project)) as opened:
        return [(item.customer_key, item.role.value) for item in plan_of(opened, 1).items]


def test_that_actions_and_channels_are_changed_and_put_back(project, capsys) -> None:
    def action(key: str) -> dict:
        return next(
            one
            for one in told(capsys, "show", project, "actions")["actions"]
            if one["action"] == key
        )

    assert main(["actions", project, "care", "--cost", "0.5", "--off", "--by", "post"]) == 0
    assert (action("care")["cost"], action("care")["active"], action("care")["channels"]) == (
        0.5,
        False,
        ["post"],
    )
    assert main(["actions", project, "care", "--remove"]) == 0
    assert action("care")["active"]
    text = ["--text", "letter", "en", "Hi", "Dear {name}"]
    assert main(["actions", project, "gift", "--name", "Gift", "--kind", "care", *text]) == 0
    assert action("gift")["own_texts"] == ["letter en"]
    assert "braces" in trouble(
        capsys, "actions", project, "gift", "--text", "short", "en", "", "{x}"
    )
    assert main(["actions", project, "gift", "--remove"]) == 0
    told_channels = told(capsys, "channels", project, "sms", "--cost", "0.05", "--per-week", "50")
    sms = next(one for one in told_channels["channels"] if one["channel"] == "sms")
    assert (sms["cost"], sms["contacts_per_week"]) == (0.05, 50)
    assert main(["channels", project, "sms", "--remove"]) == 0


def test_that_messages_are_signed_and_spoken_as_chosen(project, capsys, tmp_path) -> None:
    assert main(["actions", project, "--shop-name", "Lily", "--message-lang", "zh"]) == 0
    out = tmp_path / "merge.csv"
    assert main(["export", project, "plan", str(out), "--for", "mailmerge"]) == 0
    text = out.read_text("utf-8-sig")
    assert "Lily" in text
    assert "您好" in text
    assert main(["actions", project, "--shop-name", "", "--message-lang", "program"]) == 0


def test_that_consents_and_spend_are_typed(project, capsys, tmp_path) -> None:
    who = _approved(project)[0][0]
    stands = told(capsys, "consent", project, who, "wechat", "granted", "--proof", "card")
    (one,) = [c for c in stands["consents"] if c["channel"] == "wechat"]
    assert (one["customer_id"], one["state"], one["proof"]) == (who, "granted", "card")
    assert (stands["log"][0]["before"], stands["log"][0]["after"]) == ("", "granted")
    assert main(["consent", project, who, "wechat", "unknown"]) == 0
    spend = told(capsys, "spend", project, "search", "2025-03", "40")["spend"]
    assert sum(one["cost"] for one in spend) == pytest.approx(40)
    path = tmp_path / "spend.csv"
    path.write_text("week,channel,cost\n2025-03-03,flyer,12.5\nsoon,flyer,1\n")
    receipt = told(capsys, "spend", project, str(path))
    assert (receipt["rows_kept"], receipt["rows_set_aside"]) == (1, 1)


def test_that_pages_speak_both_languages(project, capsys) -> None:
    for lang, word in (("en", "Plan"), ("zh", "计划")):
        for topic in ("plan", "results", "channels", "actions"):
            capsys.readouterr()
            assert main(["show", project, topic, "--lang", lang]) == 0
        assert main(["show", project, "plan", "--lang", lang]) == 0
        assert word in capsys.readouterr().out


def test_that_a_shop_with_every_action_off_is_told_so(project, capsys) -> None:
    for action in told(capsys, "actions", project)["actions"]:
        assert main(["actions", project, action["action"], "--off"]) == 0
    assert told(capsys, "plan", project)["items"] == []
    assert main(["plan", project]) == 0
    out = capsys.readouterr().out
    assert "is switched off" in out
    assert "agreed" not in out


def test_that_the_best_are_written_for_people_and_programs(project, capsys, tmp_path) -> None:
    path = tmp_path / "best.csv"
    assert main(["export", project, "best", str(path)]) == 0
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    values = [float(row["value_12m"]) for row in rows]
    assert values == sorted(values, reverse=True)
    assert len(values) > 4
    assert main(["export", project, "best", str(path), "--top", "4"]) == 0
    with path.open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == rows[:4]
    watched: list[list[str]] = []
    for top in ([], ["--top", "2"]):
        assert main(["export", project, "watchlist", str(path), *top]) == 0
        watched.append(path.read_text("utf-8").splitlines())
    assert watched[1] == watched[0][:3]
    assert len(watched[0]) > 3
    assert main(["export", project, "best", str(path), "--top", "3", "--for", "meta"]) == 0
    assert len(path.read_text("utf-8").splitlines()) == 4
    assert main(["export", project, "best", str(path), "--for", "excel"]) == 0
    assert len(path.read_text("utf-8-sig").splitlines()) == len(rows) + 1


@pytest.mark.parametrize(
    "wish",
    [
        ["customers", "--hashed"],
        ["plan", "--top", "3"],
        ["best", "--top", "3", "--for", "excel"],
        ["leads", "--import", "1"],
        ["customers", "--of", "a.csv"],
        ["customers", "--plan", "1"],
    ],
)
def test_that_an_option_that_would_do_nothing_is_said(project, capsys, tmp_path, wish) -> None:
    path = tmp_path / "out.csv"
    said = trouble(capsys, "export", project, wish[0], str(path), *wish[1:])
    assert wish[1] in said
    assert not path.exists()


def test_that_what_does_not_exist_is_answered_with_what_does(project, capsys, tmp_path) -> None:
    said = trouble(capsys, "export", project, "bests", str(tmp_path / "x.csv"))
    assert "best," in f"{said.rstrip().rstrip('.')},"
    assert "acquisition" in trouble(capsys, "show", project, "bests")
    assert "--segment" in trouble(capsys, "show", project, "worth", "--segment", "Best")


def test_that_every_table_and_topic_of_the_help_exists(project, capsys, tmp_path) -> None:
    known = {"plan", *HEADERS, *ACQUISITION_HEADERS}
    assert known == {*TABLES, *ROWS}
    for topic in TOPICS:
        assert main(["show", project, topic, "--json"]) == 0


def test_that_half_a_sentence_is_answered_with_the_whole_one(project, capsys) -> None:
    assert "granted" in trouble(capsys, "consent", project, "C0001")
    assert "2024-05-06" in trouble(capsys, "spend", project, "search")
    assert "nowhen" in trouble(capsys, "spend", project, "search", "nowhen", "100")
    assert "2999-05" in trouble(capsys, "spend", project, "search", "2999-05", "100")
    capsys.readouterr()
    assert main(["spend", project, "search", "1999-05", "100"]) == 0
    assert capsys.readouterr().err.startswith("6 weeks of it are over before your first order")


def test_that_import_knows_small_tables_as_the_window_does(tmp_path, capsys) -> None:
    shop, orders = str(tmp_path / "new.clm"), str(SHOP)
    spend, said = tmp_path / "spend.csv", tmp_path / "consents.csv"
    spend.write_text("week,channel,cost\n2025-02-03,Flyers,40\n2039-02-03,Flyers,40\n", "utf-8")
    first = SHOP.read_text("utf-8-sig").splitlines()[:2]
    customer = next(csv.DictReader(first))["Email"]
    said.write_text(
        f"customer_id,channel,consent\n{customer},email,yes\nnobody,email,yes\n", "utf-8"
    )
    assert "spend.csv" in trouble(capsys, "import", shop, str(spend))
    assert not Path(shop).exists()
    done = told(capsys, "import", shop, str(spend), orders, str(said))
    assert [file["file"] for file in done["files"]] == [SHOP.name]
    small = {one["tells_of"]: one for one in done["small_tables"]}
    assert [(o["rows_kept"], o["rows_set_aside"]) for o in small.values()] == [(1, 1), (1, 1)]
    assert set(small) == {"spend", "consents"}
    assert small["consents"]["set_aside"][0]["reason"] == "told_customer"
    assert told(capsys, "consent", shop)["consents"][0]["channel"] == "email"
    capsys.readouterr()
    assert main(["import", shop, str(spend), "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("spend.csv, Money spent on advertising: ")
    assert "a day that is still to come" in captured.err


@pytest.mark.parametrize(
    "wish",
    [
        ["actions", "--discount", "0.1"],
        ["actions", "--off"],
        ["channels", "--per-week", "4"],
        ["consent", "said.csv", "--proof", "form"],
        ["spend", "spend.csv", "--new", "3"],
    ],
)
def test_that_a_change_of_nothing_is_said(project, capsys, wish) -> None:
    said = trouble(capsys, wish[0], project, *wish[1:])
    assert wish[-2 if wish[-1] != "--off" else -1] in said


def test_that_marks_need_an_approved_plan(tmp_path, capsys) -> None:
    shop = str(tmp_path / "shop.clm")
    assert main(["import", shop, str(SHOP)]) == 0
    assert "approve" in trouble(capsys, "mark", shop, "done", "lily.hawthorn@example.com").lower()


def test_that_nothing_is_kept_back_by_a_slip(project, capsys) -> None:
    slip = ["--category", "Care", "--customer", "lily.hawthorn@example.com"]
    assert "--customer" in trouble(capsys, "never-offer", project, *slip)
    assert "--take-back" in trouble(capsys, "never-offer", project, "--take-back")
    assert told(capsys, "never-offer", project)["never_offered"] == []


def test_that_relations_about_a_product_are_of_it_alone(project, capsys) -> None:
    one, two, *others = ("F-150", "F-162", "F-101", "F-102")
    assert main(["products", project, "--holds", one, "goes_with", two]) == 0
    every = told(capsys, "products", project, "--holds", others[0], "goes_with", others[1])
    every = every["relations"]
    some = told(capsys, "products", project, "--about", one)["relations"]
    assert some == [row for row in every if one in (row["product_a"], row["product_b"])]
    assert 0 < len(some) < len(every)
    assert "--about" in trouble(capsys, "products", project, "--about", one, "--with", one)
